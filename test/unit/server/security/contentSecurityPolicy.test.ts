import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/server/security/contentSecurityPolicy';

const directives = (development: boolean) =>
  new Map(
    contentSecurityPolicy({ nonce: 'n0nce', development })
      .split('; ')
      .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
  );

describe('the content security policy', () => {
  it('runs scripts and style sheets with the nonce of the request only', () => {
    const policy = directives(false);
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-n0nce'", "'strict-dynamic'"]);
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-n0nce'"]);
  });

  it('evaluates code in development only', () => {
    expect(contentSecurityPolicy({ nonce: 'n', development: false })).not.toContain('unsafe-eval');
    expect(directives(true).get('script-src')).toContain("'unsafe-eval'");
  });

  it('is not framed, takes no base address and sends no form elsewhere', () => {
    const policy = directives(false);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
  });
});
