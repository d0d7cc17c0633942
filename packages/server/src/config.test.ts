import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, isLoopback, readConfig, settings } from './config.ts';

const token = 't'.repeat(32);

describe('the configuration', () => {
  test('needs nothing on one’s own machine', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      databaseUrl: null,
      dataDir: resolve('.muster'),
      token: null,
      publicUrl: null,
      openai: null,
      matchDeadlineMs: 8_000,
      modelTokens: 8_000,
      modelPrice: null,
      leaseMs: 60_000,
      acceptMs: 60_000,
      runMs: 3_600_000,
      maxAttempts: 4,
      role: 'all',
      agentTimeoutMs: 300_000,
      allowedNetworks: [],
      allowedOrigins: [],
      maxConnections: 10,
      logLevel: 'info',
    });
  });

  test('takes an empty setting for one that is not there', () => {
    const empty = Object.fromEntries(settings.map(([name]) => [name, ' ']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  test('reads every setting', () => {
    const config = readConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      DATABASE_URL: ' postgresql://muster:secret@db.internal:5433/muster?sslmode=require ',
      MUSTER_DATA: '/var/lib/muster',
      MUSTER_TOKEN: token,
      MUSTER_PUBLIC_URL: 'https://muster.example/',
      OPENAI_API_KEY: 'sk-x',
      OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1/',
      OPENAI_MODEL: 'm',
      MUSTER_MATCH_DEADLINE_MS: '100',
      MUSTER_MODEL_TOKENS: '2000',
      MUSTER_MODEL_PRICE_IN: '0.25',
      MUSTER_MODEL_PRICE_OUT: '2',
      MUSTER_LEASE_MS: '1000',
      MUSTER_ACCEPT_MS: '2000',
      MUSTER_RUN_MS: '3000',
      MUSTER_MAX_ATTEMPTS: '1',
      MUSTER_ROLE: 'worker',
      MUSTER_AGENT_TIMEOUT_MS: '1000',
      MUSTER_ALLOWED_NETWORKS: '10.0.0.0/8, fd00::/8,',
      MUSTER_ALLOWED_ORIGINS: 'https://board.example, http://localhost:5173/',
      MUSTER_DB_CONNECTIONS: '50',
      MUSTER_LOG_LEVEL: 'debug',
    });
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      databaseUrl: 'postgresql://muster:secret@db.internal:5433/muster?sslmode=require',
      dataDir: '/var/lib/muster',
      token,
      publicUrl: 'https://muster.example',
      openai: { apiKey: 'sk-x', baseUrl: 'http://127.0.0.1:11434/v1', model: 'm' },
      matchDeadlineMs: 100,
      modelTokens: 2_000,
      modelPrice: { in: 0.25, out: 2 },
      leaseMs: 1_000,
      acceptMs: 2_000,
      runMs: 3_000,
      maxAttempts: 1,
      role: 'worker',
      agentTimeoutMs: 1_000,
      allowedNetworks: ['10.0.0.0/8', 'fd00::/8'],
      allowedOrigins: ['https://board.example', 'http://localhost:5173'],
      maxConnections: 50,
      logLevel: 'debug',
    });
  });

  test('lists every setting once for the help', () => {
    const names = settings.map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(Object.keys(readConfig({})).length + 3);
  });

  test('without a key for the model leaves it off, whatever else is set', () => {
    expect(readConfig({ OPENAI_MODEL: 'm', OPENAI_BASE_URL: 'http://x' }).openai).toBeNull();
  });

  test.each(['0.0.0.0', '::', '192.168.1.4', 'muster.example', '127.0.0.1.evil.example', '[::1]'])(
    'refuses to listen on %s without a token',
    (host) => {
      expect(() => readConfig({ HOST: host })).toThrow(ConfigError);
      expect(() => readConfig({ HOST: host })).toThrow('set MUSTER_TOKEN');
      expect(readConfig({ HOST: host, MUSTER_TOKEN: token }).host).toBe(host);
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is loopback', (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(readConfig({ HOST: host }).token).toBeNull();
  });

  test.each([
    ['PORT', '65536', 'from 0 to 65535'],
    ['PORT', '-1', 'from 0 to 65535'],
    ['PORT', 'http', 'PORT is "http"'],
    ['PORT', '40.5', 'a whole number'],
    ['MUSTER_LEASE_MS', '10', 'from 1000'],
    ['MUSTER_MODEL_TOKENS', '10', 'from 1000'],
    ['MUSTER_MODEL_PRICE_IN', '0.25', 'go together'],
    ['MUSTER_MODEL_PRICE_OUT', '-1', 'go together'],
    ['MUSTER_TOKEN', 'short', 'shorter than 32 characters'],
    ['MUSTER_TOKEN', `with space ${token}`, 'without spaces'],
    ['MUSTER_TOKEN', 'ü'.repeat(32), 'no HTTP header can carry'],
    ['DATABASE_URL', 'mysql://root@localhost/x', 'postgres://user:password@host'],
    ['DATABASE_URL', 'postgres://u:p@host:port/x', 'postgres://user:password@host'],
    ['MUSTER_PUBLIC_URL', 'muster.example', 'MUSTER_PUBLIC_URL is not an http(s) address'],
    ['MUSTER_PUBLIC_URL', 'ftp://muster.example', 'not an http(s) address'],
    ['MUSTER_ALLOWED_ORIGINS', '*', 'MUSTER_ALLOWED_ORIGINS has "*"'],
    ['MUSTER_ALLOWED_ORIGINS', 'https://x.example/app', 'write each as'],
    ['MUSTER_ALLOWED_ORIGINS', 'null', 'write each as'],
    ['MUSTER_ROLE', 'boss', 'give all, api or worker'],
    ['MUSTER_ROLE', 'worker', 'set MUSTER_PUBLIC_URL'],
    ['MUSTER_LOG_LEVEL', 'loud', 'one of fatal, error'],
  ])('says what is wrong with %s=%s', (name, value, says) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(says);
  });

  test('an OpenAI address must be one when the model is on', () => {
    expect(() => readConfig({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'nowhere' })).toThrow(
      'OPENAI_BASE_URL',
    );
  });

  test('never says a secret in what it refuses', () => {
    const secrets = { MUSTER_TOKEN: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@h/x' };
    for (const [name, value] of Object.entries(secrets)) {
      try {
        readConfig({ [name]: value });
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toContain('hunter2');
      }
    }
  });
});
