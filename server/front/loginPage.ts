import { randomUUID } from 'node:crypto';

export type LoginPage = {
  /** where to go with the token */
  next: string;
  /** a token was given and is not the one */
  wrong: boolean;
};

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1.5" y="1.5" width="29" height="29" rx="8" fill="none" stroke="#6d5ce4" stroke-width="2.5"/><rect x="11" y="9" width="14" height="14" rx="4" fill="#6d5ce4"/><circle cx="18" cy="16" r="3" fill="#fff"/></svg>';

/** The colours and shapes of the pages (app/_components/theme.ts), which nobody gets before the token was shown. */
const style = `
:root{--ground:#f8f9fa;--card:#fff;--text:#000;--dimmed:#5c636a;--line:#ced4da;--accent:#5d4bd6;--over:#4d3cb9;--wrong:#c92a2a;--code:#f1f3f5}
[data-scheme=dark]{color-scheme:dark;--ground:#1f1f1f;--card:#242424;--text:#c9c9c9;--dimmed:#a6a6a6;--line:#4d4d4d;--accent:#6d5ce4;--over:#5d4bd6;--wrong:#ff8787;--code:#2e2e2e}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--text);font:16px/1.55 'Inter Variable',Inter,system-ui,sans-serif}
main{width:100%;max-width:460px;padding:32px;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.name{display:flex;align-items:center;gap:10px;font-weight:700;font-size:18px}
svg{width:26px;height:26px}
h1{margin:24px 0 8px;font-size:22px;font-weight:650;line-height:1.35}
p{margin:0 0 16px;color:var(--dimmed);font-size:14px}
code{padding:1px 5px;border-radius:4px;background:var(--code);color:var(--text);font:13px ui-monospace,'SF Mono',Menlo,Consolas,monospace;overflow-wrap:anywhere}
label{display:block;margin-bottom:4px;font-size:14px;font-weight:500}
input{width:100%;height:42px;padding:0 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--text);font:inherit}
input[aria-invalid]{border-color:var(--wrong)}
.wrong{margin:6px 0 0;color:var(--wrong)}
button{width:100%;height:42px;margin-top:16px;border:0;border-radius:8px;background:var(--accent);color:#fff;font:inherit;font-weight:700;cursor:pointer}
button:hover{background:var(--over)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
@media(max-width:480px){main{padding:24px}}
`;

/** The colour scheme that was chosen in the pages, else that of the system. */
const script = `const kept=localStorage.getItem('mantine-color-scheme-value');
const dark=kept==='dark'||(kept!=='light'&&matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.scheme=dark?'dark':'light';`;

/** What a browser sees that comes without the access token: where the link is, and a field for it. */
export function loginPage({ next, wrong }: LoginPage): { html: string; policy: string } {
  const nonce = randomUUID();
  const complaint = wrong
    ? '<p class="wrong" id="wrong" role="alert">This is not the token of this workbench. Copy the whole link from the terminal.</p>'
    : '';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · Fovea</title><link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}">
<style nonce="${nonce}">${style}</style><script nonce="${nonce}">${script}</script></head>
<body><main>
<div class="name">${icon.replace('<svg ', '<svg aria-hidden="true" ')}Fovea</div>
<h1>This workbench asks for its access token</h1>
<p>Open the link that the terminal printed when Fovea was started. On that machine, <code>npm run link</code> in the folder of Fovea
prints it again. Or paste the link, or the token alone, here:</p>
<form method="post" action="/login">
<input type="hidden" name="next" value="${escaped(next)}">
<label for="token">Link or token</label>
<input id="token" name="token" type="password" required autofocus autocomplete="current-password" spellcheck="false"${wrong ? ' aria-invalid="true" aria-describedby="wrong"' : ''}>
${complaint}<button>Open the workbench</button>
</form></main></body></html>
`;
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  return { html, policy };
}

/** A page that asks for itself once more. */
export const reloadPage = {
  html: '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="0"><title>Fovea</title></head><body></body></html>\n',
  policy: "default-src 'none'; frame-ancestors 'none'",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
