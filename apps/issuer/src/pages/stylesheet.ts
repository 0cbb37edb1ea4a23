/** The look of every page; it follows the light or dark scheme of the system and goes from one column to two. */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f3f4f6, #0d1014);
  --card: light-dark(#ffffff, #161a20);
  --sunken: light-dark(#f8f9fb, #12161b);
  --text: light-dark(#16191d, #e9ecf0);
  --muted: light-dark(#59626d, #9da7b3);
  --line: light-dark(#dde1e6, #2b323b);
  --field: light-dark(#ffffff, #0f1318);
  --field-line: light-dark(#8b949e, #5b6672);
  --accent: light-dark(#2451d6, #9db4ff);
  --accent-hover: light-dark(#1b40b0, #b8c9ff);
  --on-accent: light-dark(#ffffff, #0d1430);
  --tint: light-dark(#e8edfd, #1f2942);
  --bad: light-dark(#b3261e, #ffb4ab);
  --bad-tint: light-dark(#fdeceb, #3a1b1a);
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh;
  display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center; gap: 1.5rem;
  padding: clamp(1rem, 4vw, 2.5rem); background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main {
  width: 100%; max-width: 27rem; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden;
  box-shadow: 0 1px 2px rgb(0 0 0 / 0.04), 0 12px 32px rgb(0 0 0 / 0.06);
}
.sheet { padding: clamp(1.5rem, 6vw, 2.5rem); }
.aside { padding: clamp(1.5rem, 6vw, 2.5rem); background: var(--sunken); border-top: 1px solid var(--line); }
.broad { max-width: 52rem; }
@media (min-width: 52rem) {
  .split { max-width: 52rem; display: grid; grid-template-columns: 1.15fr 1fr; }
  .split .aside { border-top: 0; border-left: 1px solid var(--line); }
}
.brand { display: flex; align-items: center; gap: 0.6rem; margin: 0 0 1.75rem; font-size: 0.9375rem; font-weight: 600; }
.brand svg { flex: none; }
h1 { margin: 0 0 0.375rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.012em; text-wrap: balance; }
h2 { margin: 0 0 0.25rem; font-size: 0.9375rem; line-height: 1.4; font-weight: 650; }
p { margin: 0 0 1rem; text-wrap: pretty; }
.lead { margin-bottom: 1.5rem; color: var(--muted); }
.lead strong { color: var(--text); font-weight: 600; }
.small { margin: 0; font-size: 0.875rem; color: var(--muted); }
.field { display: block; margin: 0 0 1.125rem; }
.field label { display: block; margin-bottom: 0.375rem; font-size: 0.875rem; font-weight: 600; }
.field .hint { margin: 0.375rem 0 0; font-size: 0.8125rem; color: var(--muted); }
input {
  width: 100%; min-height: 2.875rem; padding: 0.5rem 0.8125rem; font: inherit; color: inherit;
  background: var(--field); border: 1px solid var(--field-line); border-radius: 8px;
}
input.code { font: 600 1.375rem/1.2 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: 0.12em; text-align: center; text-transform: uppercase; }
:is(input, button, a, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button, .button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 2.875rem; padding: 0.5rem 1rem;
  font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; border-radius: 8px;
  color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent);
}
button:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
button.quiet { color: var(--text); background: transparent; border-color: var(--line); }
button.quiet:hover { background: var(--sunken); border-color: var(--field-line); }
.actions { display: grid; gap: 0.625rem; margin-top: 1.5rem; }
@media (min-width: 26rem) { .pair { grid-template-columns: 1fr 1fr; } }
.alert { margin: 0 0 1.25rem; padding: 0.75rem 0.875rem; font-size: 0.9375rem; color: var(--bad); background: var(--bad-tint); border-radius: 8px; }
ul.plain { margin: 0; padding: 0; list-style: none; }
.people { display: grid; gap: 0.625rem; margin: 1rem 0 1.25rem !important; }
.person {
  display: grid; grid-template-columns: auto 1fr auto; align-items: center; column-gap: 0.75rem; padding: 0.6875rem 0.8125rem;
  color: inherit; text-decoration: none; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
}
.person:hover { border-color: var(--accent); }
.person[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.avatar {
  display: grid; place-items: center; width: 2.375rem; height: 2.375rem; border-radius: 50%;
  font-size: 0.8125rem; font-weight: 650; color: var(--accent); background: var(--tint);
}
.person b { display: block; font-weight: 600; line-height: 1.35; }
.person span span { display: block; font-size: 0.8125rem; line-height: 1.4; color: var(--muted); }
.person i { font-style: normal; font-size: 0.8125rem; font-weight: 600; color: var(--accent); }
.list { margin: 0 0 1.5rem; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 10px; }
.list li { padding: 0.75rem 0.9375rem; overflow-wrap: anywhere; }
.list li + li { border-top: 1px solid var(--line); }
.list span { display: block; font-size: 0.875rem; color: var(--muted); }
code { font: 0.875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.user-code {
  display: block; margin: 0 0 1.5rem; padding: 0.875rem; text-align: center; border: 1px solid var(--line); border-radius: 10px;
  background: var(--sunken); font: 600 1.625rem/1.2 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: 0.1em;
}
dl { margin: 0 0 1.5rem; }
dl > div { padding: 0.625rem 0; border-top: 1px solid var(--line); }
dl > div:last-child { border-bottom: 1px solid var(--line); }
dt { font-size: 0.8125rem; color: var(--muted); }
dd { margin: 0; overflow-wrap: anywhere; }
@media (min-width: 40rem) { .broad dl > div { display: grid; grid-template-columns: 12rem 1fr; gap: 1rem; align-items: baseline; } .broad dt { font-size: 0.875rem; } }
section + section { margin-top: 2rem; }
section .user-code { margin: 0.75rem 0 0.875rem; }
section .actions { margin-top: 0.875rem; }
:is(.sheet, .aside, section) > :last-child { margin-bottom: 0; }
a { color: var(--accent); }
footer { font-size: 0.8125rem; color: var(--muted); text-align: center; }
@media (forced-colors: active) { .avatar, .alert { border: 1px solid; } }
`
