-- Ranges over one value, so that EXCLUDE needs no extension: a schema that refers to nothing outside itself.
CREATE TYPE uuid_span AS RANGE (subtype = uuid);
CREATE TYPE text_span AS RANGE (subtype = text, collation = "C");
COMMENT ON TYPE uuid_span IS 'Only ever [a,a]: equality of identities within an exclusion constraint.';
COMMENT ON TYPE text_span IS 'Only ever [a,a]: equality of codes within an exclusion constraint.';

CREATE TABLE area (
  id uuid PRIMARY KEY,
  key text NOT NULL UNIQUE
);
COMMENT ON TABLE area IS 'A unit of territory as one and the same through all its names, kinds and codes.';
COMMENT ON COLUMN area.key IS 'What content calls it: its code, unless another area had that code before.';

CREATE TABLE area_version (
  id uuid PRIMARY KEY,
  area_id uuid NOT NULL REFERENCES area (id),
  code text NOT NULL CHECK (code ~ '^[0-9]{2,5}$'),
  name text NOT NULL CHECK (name <> '' AND name IS NFC NORMALIZED),
  kind text NOT NULL CHECK (kind IN ('province', 'city', 'ward', 'commune', 'special-zone')),
  parent_id uuid REFERENCES area (id),
  longitude double precision CHECK (longitude BETWEEN -180 AND 180),
  latitude double precision CHECK (latitude BETWEEN -90 AND 90),
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  source text NOT NULL CHECK (source <> ''),
  UNIQUE (area_id, valid_from),
  CHECK ((kind IN ('province', 'city')) = (parent_id IS NULL)),
  CHECK ((longitude IS NULL) = (latitude IS NULL)),
  EXCLUDE USING gist (uuid_span(area_id, area_id, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&),
  EXCLUDE USING gist (text_span(code, code, '[]') WITH &&, daterange(valid_from, valid_to) WITH &&)
);
COMMENT ON TABLE area_version IS 'What an area was called, and under which code, from a day on until, not including, another.';
COMMENT ON COLUMN area_version.code IS 'Code of the General Statistics Office (QĐ 19/2025/QĐ-TTg); it means one area only together with a day.';
COMMENT ON COLUMN area_version.kind IS 'province = tỉnh, city = thành phố trực thuộc trung ương, ward = phường, commune = xã, special-zone = đặc khu.';
COMMENT ON COLUMN area_version.longitude IS 'With latitude: a point inside, to show where it lies; not a legal boundary.';
COMMENT ON COLUMN area_version.valid_to IS 'The first day it is no longer so; null while it is.';

GRANT SELECT, INSERT ON area TO app_role;
GRANT SELECT, INSERT, UPDATE ON area_version TO app_role;
