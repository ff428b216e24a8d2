import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '@/server/security/contentSecurityPolicy';

const policy = new Map(
  contentSecurityPolicy('n0nce')
    .split('; ')
    .map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]),
);

describe('the content security policy', () => {
  it('runs scripts and style sheets with the nonce of the request only', () => {
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-n0nce'", "'strict-dynamic'"]);
    expect(policy.get('style-src')).toEqual(["'self'", "'nonce-n0nce'"]);
  });

  it('is not framed, takes no base address and sends no form elsewhere', () => {
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
  });
});
