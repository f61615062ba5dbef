/** Colours in light and dark; charts name the same variables. */
const COLOURS = `
:root{color-scheme:light;--paper:#fff;--ink:#1c2430;--soft:#596473;--line:#e4e8ee;--line-strong:#b4bdc9;--wash:#f7f8fa;
--track:#eef1f5;--real:#b9c2cf;--accent:#0b7a6f;--band:#cfe6e2;--amber:#b3690f;--noise:#8d98a8;--good:#0b7a6f;
--bad:#a63d17;--watch:#8a5a0b;--on:#fff;
--h1:#e3f0ee;--h2:#b7d9d4;--h3:#f6e6c3;--h4:#ecb76a;--h5:#b5532b;
--h1-ink:#1c2430;--h2-ink:#1c2430;--h3-ink:#1c2430;--h4-ink:#1c2430;--h5-ink:#fff}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--paper:#12161c;--ink:#e6eaf0;--soft:#a0abba;
--line:#29313c;--line-strong:#4a5563;--wash:#1a2028;--track:#222a34;--real:#566172;--accent:#3fbfae;--band:#1f4a46;
--amber:#e0a24a;--noise:#8d98a8;--good:#4cc9b7;--bad:#f28b62;--watch:#e5b562;--on:#12161c;
--h1:#16322f;--h2:#1f504a;--h3:#4a3d1c;--h4:#80571b;--h5:#a8481f;
--h1-ink:#e6eaf0;--h2-ink:#e6eaf0;--h3-ink:#f4e8cf;--h4-ink:#fff;--h5-ink:#fff}}
`;

const TEXT = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:32px;line-height:1.2;margin:4px 0 12px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:21px;line-height:1.3;margin:0;display:inline;overflow-wrap:anywhere}
h3{font-size:16px;margin:32px 0 4px;overflow-wrap:anywhere}
h4{font-size:14px;line-height:1.35;margin:0;overflow-wrap:anywhere}
p{margin:0 0 10px;max-width:70ch;overflow-wrap:anywhere}
a{color:var(--accent)}
code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.kicker,.sub,.legend,.small{font-size:13px;color:var(--soft)}
.kicker{margin:0}.sub{margin:0 0 2px}
.lead{font-size:17px;margin:0 0 20px}
ul{margin:0;padding-left:20px}li{margin:0 0 5px;max-width:80ch;overflow-wrap:anywhere}
dl{margin:0;max-width:80ch}dt{font-weight:600;margin-top:12px}dd{margin:2px 0 0}
footer{padding:24px 0 48px;color:var(--soft);font-size:13px}
.notes,.refused{margin:14px 0 0;font-size:14px;color:var(--soft)}
.ok{color:var(--good);font-weight:600}.no{color:var(--bad);font-weight:600}
`;

const FRAME = `
.page{max-width:1280px;margin:0 auto;padding:40px 24px 0;display:grid;grid-template-columns:minmax(0,1fr) 172px;
column-gap:36px}
header{grid-column:1;min-width:0}main{grid-column:1;min-width:0}
nav{grid-column:2;grid-row:1/span 2;position:sticky;top:24px;align-self:start;max-height:calc(100vh - 48px);
overflow-y:auto;font-size:13px;line-height:1.35;border-left:1px solid var(--line);padding:0 0 0 16px}
nav a{display:block;color:var(--soft);text-decoration:none;padding:4px 0;overflow-wrap:anywhere}
nav a:hover{color:var(--accent);text-decoration:underline}
.folding{margin:0 0 8px;display:flex;gap:6px;flex-wrap:wrap}.folding[hidden]{display:none}
.folding button{font:inherit;font-size:12px;color:var(--ink);background:var(--wash);border:1px solid var(--line-strong);
border-radius:4px;padding:2px 8px;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.section{border-bottom:1px solid var(--line);padding:22px 0;scroll-margin-top:8px}
.inner{border:0;padding:18px 0 0}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary::before{content:"";display:inline-block;width:0;height:0;margin-right:9px;border:5px solid transparent;
border-left:7px solid var(--soft);border-right:0;vertical-align:2px}
details[open]>summary::before{transform:rotate(90deg)}
summary .aside{color:var(--soft);font-size:14px;margin-left:8px}
.inner>summary{font-size:14px;font-weight:600}
details>:nth-child(2){margin-top:14px}
@media (max-width:1100px){.page{grid-template-columns:minmax(0,1fr)}
nav{grid-column:1;grid-row:auto;position:static;max-height:none;border-left:0;border-top:1px solid var(--line);
border-bottom:1px solid var(--line);padding:12px 0;margin-top:24px;font-size:14px}
nav a{display:inline-block;margin-right:18px}}
`;

const SUMMARY = `
.verdict{display:inline-block;font-weight:650;font-size:15px;padding:3px 12px;border-radius:4px;margin:0 0 14px;
color:var(--on);background:var(--good)}
.verdict.failed{background:var(--bad)}.verdict.open{background:var(--soft)}
.headlines{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px;margin:24px 0 16px}
.headline{border:1px solid var(--line);border-radius:8px;padding:16px 18px 12px;background:var(--wash);min-width:0}
.headline h2{font-size:14px;font-weight:600;display:block;color:var(--soft)}
.headline p{font-size:14px;line-height:1.45;margin:8px 0 0}
.headline .figure{display:flex;flex-wrap:wrap;align-items:center;gap:2px 12px;margin:4px 0 6px}
.headline b{font-size:34px;line-height:1.2;font-weight:650;letter-spacing:-.02em}
.companions{display:flex;flex-wrap:wrap;align-items:center;gap:0 8px;font-size:13px;color:var(--soft)}
.state{display:inline-flex;align-items:center;gap:5px;font-size:14px;font-weight:650}
.state.good{color:var(--good)}.state.watch{color:var(--watch)}.state.bad{color:var(--bad)}.state.open{color:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:1px;background:var(--line);
border:1px solid var(--line);border-radius:8px;overflow:hidden;margin:0 0 22px}
.tile{background:var(--paper);padding:10px 18px}
.tile b{display:block;font-size:19px;line-height:1.3;font-weight:650}
.tile span{display:block;font-size:13px;color:var(--soft)}
.tile .name{color:var(--ink)}
`;

const FIGURES = `
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));gap:30px 26px;margin:18px 0 0}
figure{margin:0;min-width:0;break-inside:avoid}
figcaption{margin-bottom:6px}
figure.wide{grid-column:1/-1}
figure svg{display:block;max-width:100%;height:auto}
svg.plot text{white-space:pre}
figure.wide .scroll svg{max-width:none}
.legend{margin:0}
.legend svg.stroke{display:inline-block;vertical-align:1px;margin-right:6px}
.key{display:inline-block;width:11px;height:11px;border-radius:2px;margin:0 5px 0 0;vertical-align:-1px;
background:var(--real)}
.item{display:inline-block;white-space:nowrap;margin-right:10px;max-width:100%;overflow:hidden;text-overflow:ellipsis}
.key.synthetic{background:var(--accent)}
.key.line{height:3px;vertical-align:3px;width:14px}
.key.tick{width:3px;height:13px;border-radius:0}
.key.ceiling{background:var(--ink)}.key.max{background:var(--noise)}.key.floor{background:var(--amber)}
.after{margin-top:20px}
.split{display:grid;grid-template-columns:minmax(0,324px) minmax(0,1fr);gap:26px;align-items:start;margin-top:14px}
`;

const TABLES = `
.tables{display:flex;flex-wrap:wrap;gap:4px 56px}.tables>*{flex:0 1 auto}
.scroll{overflow-x:auto;max-width:100%}
.scroll.tall{max-height:480px;overflow-y:auto;border-bottom:1px solid var(--line)}
.tall thead th{position:sticky;top:0;background:var(--paper)}
table{border-collapse:collapse;font-size:14px;margin:10px 0 4px}
.tall table{margin:0}
th,td{padding:6px 18px 6px 0;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
thead th{font-weight:600;color:var(--soft);font-size:13px;vertical-align:bottom;white-space:normal}
thead button{font:inherit;color:inherit;background:none;border:0;padding:0;margin:0;cursor:pointer;text-align:inherit}
thead button:hover{color:var(--ink);text-decoration:underline}
th[aria-sort] button{color:var(--ink)}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere;min-width:120px}
.words{display:inline-block;max-width:40ch;min-width:9ch;white-space:normal;overflow-wrap:break-word}
thead .text,tbody .text{text-align:left}
.metered{display:inline-flex;align-items:center;gap:6px}.metered>span{min-width:38px;text-align:right}
.meter{display:inline-block;vertical-align:middle;flex:none}
`;

const NARROW = `
@media (max-width:760px){.page{padding:24px 16px 0}
h1{font-size:26px}.headlines{grid-template-columns:minmax(0,1fr);gap:10px}
.tiles{grid-template-columns:repeat(2,1fr)}.tile{padding:9px 12px}
.split{grid-template-columns:minmax(0,1fr)}table{font-size:13px}th,td{padding-right:10px}thead th{font-size:12px}
tbody th{min-width:76px}}
@media print{body{font-size:10.5pt}p.lead{font-size:12pt}nav{display:none}.page{display:block;max-width:none;padding:0}
.scroll,.scroll.tall{overflow:visible;max-height:none}.tall thead th{position:static}
figure.wide .scroll svg,figure svg{max-width:100%}details{break-inside:auto}
details::details-content{content-visibility:visible;display:block}
.plots{grid-template-columns:1fr 1fr}.headlines{grid-template-columns:repeat(3,minmax(0,1fr))}
h2,h3,h4,summary{break-after:avoid}.headline,.tiles,tr{break-inside:avoid}thead{display:table-header-group}
table{font-size:8.5pt;max-width:100%}th,td{padding-right:6px;white-space:normal}thead th{font-size:8pt;overflow-wrap:anywhere;hyphens:auto}
tbody th{min-width:0}.words{min-width:0;overflow-wrap:anywhere}.metered>span{min-width:0}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

/** The report's look: restrained, one accent, figures in tabular numerals, light and dark, prints. */
export const STYLE_SHEET = [COLOURS, TEXT, FRAME, SUMMARY, FIGURES, TABLES, NARROW].join('');
