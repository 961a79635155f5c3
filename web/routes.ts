import { index, layout, route, type RouteConfig } from '@react-router/dev/routes'

export default [
  layout('citizen/layout.tsx', [
    index('citizen/home.tsx'),
    route('thu-tuc', 'citizen/procedures/list.tsx'),
    route('thu-tuc/:code', 'citizen/procedures/procedure.tsx'),
    route('nop', 'citizen/apply/begin.tsx'),
    route('nop/:draft', 'citizen/apply/draft.ts'),
    route('nop/:draft/bat-dau', 'citizen/apply/start.tsx'),
    route('nop/:draft/to-khai/:page', 'citizen/apply/form-page.tsx'),
    route('nop/:draft/giay-to', 'citizen/apply/papers.tsx'),
    route('nop/:draft/xem-lai', 'citizen/apply/review.tsx'),
    route('ho-so', 'citizen/dossiers/mine.tsx'),
    route('ho-so/:code', 'citizen/dossiers/dossier.tsx'),
    route('ho-so/:code/giay-tiep-nhan', 'citizen/dossiers/receipt.tsx'),
    route('ho-so/:code/da-nop', 'citizen/dossiers/done.tsx'),
    route('ho-so/:code/bo-sung', 'citizen/dossiers/supplement.tsx'),
    route('toi/luot-xem', 'citizen/me/readings.tsx'),
    route('tra-cuu', 'citizen/dossiers/track.tsx'),
    route('danh-gia/:token', 'citizen/vote.tsx'),
    route('dang-nhap', 'citizen/sign-in.tsx'),
    route('*', 'citizen/missing.tsx'),
  ]),
  route('workbench', 'workbench/layout.tsx', [
    layout('workbench/work-list.tsx', [
      index('workbench/nothing-open.tsx'),
      route('ho-so/:id', 'workbench/dossier.tsx'),
    ]),
    route('lien-thong', 'workbench/outbox.tsx'),
    route('danh-muc', 'workbench/catalogue.tsx'),
    route('quan-tri', 'workbench/administration/layout.tsx', [
      index('workbench/administration/officers.tsx'),
      route('can-bo-moi', 'workbench/administration/new-officer.tsx'),
      route('can-bo/:id', 'workbench/administration/officer.tsx'),
      route('co-quan', 'workbench/administration/agencies.tsx'),
      route('co-quan-moi', 'workbench/administration/new-agency.tsx'),
      route('co-quan/:id', 'workbench/administration/agency.tsx'),
    ]),
  ]),
  route('ioc', 'ioc/layout.tsx', [
    index('ioc/figures.tsx'),
    route(':indicator', 'ioc/figure.tsx'),
    route(':indicator/ho-so', 'ioc/records.tsx'),
  ]),
  route('ngon-ngu', 'language-route.ts'),
  route('giao-dien', 'theme-route.ts'),
] satisfies RouteConfig
