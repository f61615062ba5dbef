/** The report's look: dark on light, one accent, figures in tabular numerals, prints. */
export const STYLE_SHEET = `
:root{--ink:#1c2430;--soft:#5b6676;--line:#e4e8ee;--wash:#f7f8fa;--real:#b9c2cf;--accent:#0b7a6f;
--good:#0b7a6f;--bad:#a63d17;--warn:#8a5a0b}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:#fff;color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1200px;margin:0 auto;padding:0 24px}
header{padding-top:40px}
h1{font-size:32px;line-height:1.2;margin:4px 0 12px;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:21px;line-height:1.3;margin:0;display:inline}
h3{font-size:16px;margin:32px 0 4px}
h4{font-size:14px;line-height:1.35;margin:0;overflow-wrap:anywhere}
p{margin:0 0 10px;max-width:70ch}
a{color:var(--accent)}
code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.kicker,.sub,.legend,.small{font-size:13px;color:var(--soft)}
.kicker{margin:0}
.sub{margin:0 0 2px}
.lead{font-size:17px;margin:0 0 20px}
.verdict{display:inline-block;font-weight:650;font-size:15px;padding:3px 12px;border-radius:4px;margin:0 0 14px;
color:#fff;background:var(--good)}
.verdict.failed{background:var(--bad)}.verdict.open{background:var(--soft)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:1px;background:var(--line);
border:1px solid var(--line);border-radius:6px;overflow:hidden;margin:22px 0}
.tile{background:#fff;padding:14px 16px}
.tile b{display:block;font-size:25px;line-height:1.25;font-weight:650;letter-spacing:-.01em}
.tile span{display:block;font-size:13px;color:var(--soft)}
.tile .name{color:var(--ink)}
nav{border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:9px 0;font-size:14px;margin:24px 0 0}
nav a{margin-right:18px;text-decoration:none;white-space:nowrap;display:inline-block}
nav a:hover{text-decoration:underline}
details{border-bottom:1px solid var(--line);padding:22px 0}
details details{border:0;padding:18px 0 0}
summary{cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary::before{content:"";display:inline-block;width:0;height:0;margin-right:9px;border:5px solid transparent;
border-left:7px solid var(--soft);border-right:0;vertical-align:2px}
details[open]>summary::before{transform:rotate(90deg)}
summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
summary .aside{color:var(--soft);font-size:14px;margin-left:8px}
details>:nth-child(2){margin-top:14px}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(352px,100%),1fr));gap:30px 26px;margin:18px 0 0}
figure{margin:0;min-width:0;break-inside:avoid}
figcaption{margin-bottom:6px}
figure.wide{grid-column:1/-1}
figure svg{display:block;max-width:100%;height:auto}
figure.wide .scroll svg{max-width:none}
.legend{margin:0}
.key{display:inline-block;width:11px;height:11px;border-radius:2px;margin:0 5px 0 0;vertical-align:-1px;
background:var(--real)}
.item{display:inline-block;white-space:nowrap;margin-right:10px}
.key.synthetic{background:var(--accent)}
.key.line{height:3px;vertical-align:3px;width:14px}
.key.tick{width:3px;height:13px;border-radius:0}
.key.ceiling{background:var(--ink)}.key.max{background:#8d98a8}.key.floor{background:#c27a1a}
.tables{display:flex;flex-wrap:wrap;gap:4px 56px}.tables>*{flex:0 1 auto}
.after{margin-top:20px}
.split{display:grid;grid-template-columns:minmax(0,352px) minmax(0,1fr);gap:26px;align-items:start;margin-top:14px}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-size:14px;margin:10px 0 4px}
th,td{padding:6px 18px 6px 0;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
thead th{font-weight:600;color:var(--soft);font-size:13px;vertical-align:bottom}
tbody th{font-weight:400;white-space:normal;overflow-wrap:anywhere;min-width:120px}
td.text{text-align:left;white-space:normal}
.ok{color:var(--good);font-weight:600}.no{color:var(--bad);font-weight:600}
ul{margin:0;padding-left:20px}li{margin:0 0 5px;max-width:80ch;overflow-wrap:anywhere}
dl{margin:0;max-width:80ch}dt{font-weight:600;margin-top:12px}dd{margin:2px 0 0}
footer{padding:24px 24px 48px;color:var(--soft);font-size:13px}
@media (max-width:760px){main,header,footer{padding-left:16px;padding-right:16px}header{padding-top:24px}
h1{font-size:26px}.tiles{grid-template-columns:repeat(2,1fr)}.tile{padding:11px 12px}.tile b{font-size:21px}
.split{grid-template-columns:minmax(0,1fr)}table{font-size:13px}th,td{padding-right:10px}thead th{font-size:12px}
tbody th{min-width:76px}}
@media print{body{font-size:11pt}nav{display:none}main,header,footer{max-width:none;padding:0}
.scroll{overflow:visible}figure.wide .scroll svg{max-width:100%}details{break-inside:auto}.plots{grid-template-columns:1fr 1fr}h2,h3,h4{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
