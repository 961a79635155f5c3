export const styles = `
:root { color-scheme: light dark; --line: light-dark(#d5d9df, #3a4048); --quiet: light-dark(#555d68, #a5adb8);
  --link: light-dark(#0b5394, #8ec5ff); --panel: light-dark(#f6f7f9, #1c2026); }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif;
  background: light-dark(#fff, #121519); color: light-dark(#16191d, #e8eaed) }
a { color: var(--link) }
small { color: var(--quiet); font-size: .85em; font-weight: normal }
h1 { font-size: 1.7rem; margin: 0 0 .5rem } h2 { margin: 2.2rem 0 .6rem; font-size: 1.25rem } h4 { margin: 1rem 0 .3rem }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: 0; list-style: none }
nav a { display: inline-block; padding: .25rem 0 }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere }
details, article { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; padding: 0 .9rem }
details[open], article { padding-bottom: .8rem }
summary { cursor: pointer; padding: .6rem 0 } summary span { color: var(--quiet) }
.method { display: inline-block; min-width: 4.2rem }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto }
th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0 } dd { margin: 0; min-width: 0 }
ul.keys { margin: .2rem 0; padding-inline-start: 1.2rem } .key { font-weight: 600 }
:target { background: var(--panel) }
`
