/** The page's style sheet. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ground: #f6f5f2; --card: #ffffff; --ink: #1d1c1d; --soft: #616061; --line: #e2dfd9; --tint: #efede8;
  --accent: #1f5f8b; --accent-tint: #e3eef6; --red: #a8322a; --red-tint: #fbeae8; --amber: #8a5a00; --amber-tint: #fdf3dc;
  --green: #1d6b45; --green-tint: #e4f3ea; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #17181b; --card: #1f2125; --ink: #e9e8e6; --soft: #a3a2a0; --line: #34363b; --tint: #2a2c31;
  --accent: #7db8e0; --accent-tint: #223646; --red: #f0938b; --red-tint: #43262a; --amber: #e3b75f; --amber-tint: #3b301b;
  --green: #7cc9a0; --green-tint: #1f3a2c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
.inner { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding: 28px 0 8px; }
h1 { font-size: 26px; letter-spacing: -0.02em; margin: 0; }
header p { margin: 2px 0 0; color: var(--soft); }
.page { display: grid; grid-template-columns: minmax(0, 1fr) 270px; gap: 36px; align-items: start; padding-bottom: 60px; }
nav { display: flex; gap: 4px; overflow-x: auto; border-bottom: 1px solid var(--line); margin: 12px 0 24px; }
nav a { padding: 9px 12px; color: var(--soft); text-decoration: none; white-space: nowrap; border-bottom: 2px solid transparent; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); border-color: var(--accent); font-weight: 600; }
.count { font-size: 12px; font-weight: 500; color: var(--soft); background: var(--tint); border-radius: 9px; padding: 1px 7px; }
a:focus-visible, button:focus-visible, select:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.destination { margin: 0 0 32px; }
h2 { font-size: 16px; margin: 0 0 10px; display: flex; gap: 10px; align-items: baseline; }
.kind { font-size: 11px; font-weight: 600; letter-spacing: 0.03em; color: var(--soft); border: 1px solid var(--line); border-radius: 4px; padding: 1px 7px; flex: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 0 0 10px; }
.card.refused { border-color: var(--red); border-style: dashed; }
/* Nobody saw it: enough to recognise it by. */
.cut { max-height: 200px; overflow: auto; }
.card.answer-lost { border-color: var(--amber); }
.card.failed { background: none; border-style: dashed; color: var(--soft); font-size: 13px; padding: 7px 14px;
  display: flex; gap: 4px 10px; flex-wrap: wrap; align-items: baseline; }
.verdict-line { font-size: 13px; color: var(--soft); margin: -4px 0 12px; }
.verdict { font-weight: 600; color: var(--red); background: var(--red-tint); border-radius: 4px; padding: 1px 7px; font-size: 12px; }
.answer-lost .verdict, .failed .verdict { color: var(--amber); background: var(--amber-tint); }
time, .edited, .aside { color: var(--soft); font-size: 12px; }
.byline { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: baseline; font-size: 13px; color: var(--soft); }
.byline strong { color: var(--ink); font-size: 15px; }
.post { display: flex; gap: 11px; }
.post-body { min-width: 0; flex: 1; }
.post .byline { gap: 4px 7px; }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 8px; background: var(--accent); color: var(--card); font-weight: 700; display: grid; place-items: center; }
.app { font-size: 10px; font-weight: 600; background: var(--tint); color: var(--soft); border-radius: 3px; padding: 0 4px; }
.thread { margin: 12px 0 0 47px; padding-left: 14px; border-left: 2px solid var(--line); }
.thread .post { margin-top: 8px; }
.thread .avatar { width: 24px; height: 24px; border-radius: 6px; font-size: 12px; }
.s-text { white-space: pre-wrap; margin: 3px 0; }
.s-header { font-size: 18px; line-height: 1.3; margin: 6px 0 4px; white-space: pre-wrap; }
.s-section { display: flex; gap: 16px; justify-content: space-between; }
.s-main { flex: 1; min-width: 0; }
.s-fields { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 20px; }
.s-context { display: flex; flex-wrap: wrap; gap: 2px 10px; font-size: 13px; color: var(--soft); margin: 6px 0; white-space: pre-wrap; }
.s-actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0 2px; }
.s-button { border: 1px solid var(--line); border-radius: 6px; padding: 4px 12px; font-size: 14px; font-weight: 600; background: var(--card); }
.s-button.primary { background: var(--green); border-color: var(--green); color: var(--card); }
.s-button.danger { background: var(--red); border-color: var(--red); color: var(--card); }
.s-button .live { color: inherit; }
.s-button .leads-to { font-weight: 400; color: inherit; }
.s-divider { border: 0; border-top: 1px solid var(--line); margin: 10px 0; }
.s-image { color: var(--soft); font-style: italic; }
.s-attachment { border-left: 4px solid var(--line); padding-left: 12px; margin: 6px 0; }
.s-attachment.danger { border-color: var(--red); } .s-attachment.warning { border-color: var(--amber); }
.s-attachment.good { border-color: var(--green); } .s-attachment.calm { border-color: var(--accent); }
.live { color: var(--accent); text-decoration: none; }
a.live:hover { text-decoration: underline; }
.mention { background: var(--amber-tint); color: var(--amber); border-radius: 3px; padding: 0 3px; font-weight: 600; }
.leads-to { color: var(--soft); font-size: 12px; margin-left: 4px; }
.channel { color: var(--accent); }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--tint); border-radius: 4px; padding: 1px 4px; }
pre.code { background: var(--tint); border-radius: 6px; padding: 10px 12px; margin: 6px 0; white-space: pre-wrap; max-height: 420px; overflow: auto; }
blockquote { margin: 4px 0; padding-left: 12px; border-left: 3px solid var(--line); color: var(--soft); }
.problems { color: var(--red); font-size: 13px; margin: 8px 0 0; padding-left: 18px; }
.subject { font-size: 17px; line-height: 1.35; margin: 4px 0 8px; }
.mail .subject { margin-top: 0; }
.envelope { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 1px 14px; margin: 0 0 12px; font-size: 13px; }
.envelope dt { color: var(--soft); } .envelope dd { margin: 0; }
.letter { white-space: pre-wrap; border-top: 1px solid var(--line); padding-top: 12px; }
.ops-item .letter { border: 0; padding: 0; }
.notice-kind { font-size: 13px; color: var(--soft); margin: -4px 0 10px; }
.lozenge.digest, .lozenge.follow-up { background: var(--accent-tint); color: var(--accent); font-weight: 600; }
.lozenge.operator { background: var(--amber-tint); color: var(--amber); font-weight: 600; }
.version { border-left: 2px solid var(--line); padding-left: 12px; margin: 10px 0; }
details { margin-top: 10px; font-size: 13px; } summary { cursor: pointer; color: var(--soft); } details .envelope { margin: 8px 0 0; }
.key { font-weight: 600; color: var(--accent); }
.lozenge, .label { font-size: 12px; background: var(--tint); border-radius: 4px; padding: 1px 7px; color: var(--ink); }
.labels { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
.adf p, .adf ul, .adf ol { margin: 6px 0; } .adf h4 { font-size: 15px; margin: 12px 0 4px; }
.adf .panel { background: var(--accent-tint); border-radius: 6px; padding: 4px 12px; margin: 8px 0; }
.adf .warning { background: var(--amber-tint); } .adf .error { background: var(--red-tint); } .adf .success { background: var(--green-tint); }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 14px; } td, th { border: 1px solid var(--line); padding: 4px 10px; text-align: left; vertical-align: top; }
th { background: var(--tint); overflow-wrap: normal; } td p, th p { margin: 0 !important; }
.comment { border-top: 1px solid var(--line); margin-top: 12px; padding-top: 10px; }
.older, .empty p { color: var(--soft); }
.empty { text-align: center; padding: 70px 20px; border: 1px dashed var(--line); border-radius: 12px; }
.empty h2 { justify-content: center; }
.empty p { max-width: 46ch; margin: 0 auto; }
aside { position: sticky; top: 20px; margin-top: 12px; }
.panel-box { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; font-size: 14px; }
.panel-box h2 { margin: 0; } .panel-box > p { margin: 2px 0 12px; color: var(--soft); }
form { display: grid; gap: 10px; } label { display: grid; gap: 3px; font-size: 12px; color: var(--soft); }
select, button { font: inherit; font-size: 14px; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 7px 9px; width: 100%; }
button { cursor: pointer; font-weight: 600; } button:hover { background: var(--tint); }
form button { background: var(--accent); border-color: var(--accent); color: var(--card); margin-top: 4px; } form button:hover { background: var(--accent); filter: brightness(1.08); }
.all-well { color: var(--green); margin: 14px 0 0; font-weight: 600; }
.orders { list-style: none; padding: 0; margin: 14px 0 10px; } .orders li { background: var(--amber-tint); border-radius: 6px; padding: 7px 10px; margin-bottom: 6px; }
.suspended { margin: 12px 0 0; }
@media (max-width: 860px) { .page { grid-template-columns: minmax(0, 1fr); gap: 8px; } aside { position: static; order: -1; margin: 0; } }
@media (max-width: 480px) { .inner { padding: 0 14px; } header { padding-top: 18px; } .card { padding: 13px 14px; }
  .s-fields { grid-template-columns: 1fr; } .thread { margin-left: 12px; } nav a { padding: 9px 9px; } }
`;
