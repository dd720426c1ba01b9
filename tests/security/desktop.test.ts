import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineProcess } from '../../electron/main/engine-process.ts';
import { listenToPages } from '../../electron/main/ipc.ts';
import { caseAmong, caseDirectoryAmong } from '../../electron/main/lifecycle.ts';
import { isOurs } from '../../electron/main/origin.ts';
import { answerRequest, declareScheme } from '../../electron/main/protocol.ts';
import { engineEnvironment, hardenApp, hardenContents, hardenSession, isFromWorkbench } from '../../electron/main/security.ts';
import { openWindow, windowOptions } from '../../electron/main/window.ts';
import { createFakeElectron } from '../hosts/fake-electron.ts';

const fake = vi.hoisted(() => ({ current: null as unknown as ReturnType<typeof import('../hosts/fake-electron.ts').createFakeElectron> }));
vi.mock('electron', async () => {
  fake.current = (await import('../hosts/fake-electron.ts')).createFakeElectron();
  return fake.current.module;
});

/** Settings of electron's security checklist, each against a fake `electron` module. */
describe('the desktop window', () => {
  it('is made with exactly these options', () => {
    expect(windowOptions('/app/preload.cjs', false).webPreferences).toEqual({
      preload: '/app/preload.cjs',
      devTools: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    });
  });

  it('loads the one page of the workbench', () => {
    expect((openWindow('/app/preload.cjs', false) as unknown as { loaded: string }).loaded).toBe('workbench://app/');
  });

  it('never names a setting or switch that weakens it', () => {
    const weak =
      /no-sandbox|webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|openExternal|loadFile|enableRemoteModule|bypassCSP/;
    const hosts = ['electron/main', 'electron/preload'].flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
    // the scripts that start Electron; others drive a test browser
    for (const file of [...hosts, 'scripts/start.ts', 'scripts/run.ts'])
      expect(`${file}: ${weak.exec(readFileSync(file, 'utf8'))?.[0]}`).toBe(`${file}: undefined`);
    expect(weak.exec(readFileSync('package.json', 'utf8'))).toBeNull();
  });

  it('declares its scheme as standard and secure, without a way around the policy', () => {
    declareScheme();
    expect(fake.current.schemes).toEqual([
      { scheme: 'workbench', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });
});

describe('the session', () => {
  type Handler = (...args: unknown[]) => unknown;
  const handlers: Record<string, Handler> = {};
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Handler) => Object.assign(handlers, { request: handler }),
    setPermissionCheckHandler: (handler: Handler) => Object.assign(handlers, { check: handler }),
    setDevicePermissionHandler: (handler: Handler) => Object.assign(handlers, { device: handler }),
    webRequest: { onBeforeRequest: (handler: Handler) => Object.assign(handlers, { before: handler }) },
  });
  const counter = { blocked: 0 };
  hardenSession(session as never, counter);

  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'fileSystem', 'anything'])(
    'denies the permission %s',
    (permission) => {
      const answer = vi.fn();
      handlers.request?.({}, permission, answer);
      expect(answer).toHaveBeenCalledExactlyOnceWith(false);
      expect(handlers.check?.({}, permission)).toBe(false);
      expect(handlers.device?.({ deviceType: 'usb' })).toBe(false);
    },
  );

  it('lets a copy button write to the clipboard, which is all that it may', () => {
    handlers.request?.({}, 'clipboard-sanitized-write', (granted: boolean) => expect(granted).toBe(true));
    expect(handlers.check?.({}, 'clipboard-sanitized-write')).toBe(true);
  });

  it('stops downloads', () => {
    const event = { preventDefault: vi.fn() };
    session.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalled();
  });

  it.each([
    ['workbench://app/index.html', false],
    ['blob:workbench://app/1', false],
    ['data:image/png;base64,AA', false],
    ['devtools://devtools/bundled/x.js', false],
    ['https://example.com/', true],
    ['http://127.0.0.1:80/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['chrome-extension://x/', true],
    ['not an address', true],
  ])('answers a request to %s with cancel = %s, and counts what it stops', (url, cancel) => {
    const before = counter.blocked;
    const answer = vi.fn();
    handlers.before?.({ url }, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel });
    expect(counter.blocked - before).toBe(cancel ? 1 : 0);
  });
});

describe('navigation', () => {
  const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
  hardenContents(contents as never);
  const ours: [string, boolean][] = [
    ['workbench://app/', true],
    ['workbench://app/index.html#/views', true],
    ['workbench://app.attacker.example/', false],
    ['workbench://other/', false],
    ['workbench://x@app/', false],
    ['workbench://app:80/', false],
    ['workbenchx://app/', false],
    ['https://app/', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['about:blank', false],
    ['', false],
  ];

  it.each(ours)('to %s is ours: %s', (url, allowed) => {
    expect(isOurs(url)).toBe(allowed);
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      const event = { url, preventDefault: vi.fn() };
      contents.emit(name, event);
      expect(event.preventDefault).toHaveBeenCalledTimes(allowed ? 0 : 1);
    }
  });

  it('opens no window and no webview, in any contents of the app', () => {
    const app = Object.assign(new EventEmitter(), { enableSandbox: vi.fn() });
    hardenApp(app as never);
    expect(app.enableSandbox).toHaveBeenCalled();
    const later = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
    app.emit('web-contents-created', {}, later);
    expect(later.setWindowOpenHandler.mock.calls[0]?.[0]()).toEqual({ action: 'deny' });
    const event = { preventDefault: vi.fn() };
    later.emit('will-attach-webview', event);
    expect(event.preventDefault).toHaveBeenCalled();
  });
});

describe('workbench://', () => {
  let folder: string;
  let assets: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scheme-test-'));
    assets = join(folder, 'page');
    await mkdir(join(assets, 'assets'), { recursive: true });
    await writeFile(join(folder, 'secret.json'), '{"secret":true}');
    await writeFile(join(assets, 'index.html'), '<head><meta property="csp-nonce" nonce="__STYLE_NONCE__"></head>');
    await writeFile(join(assets, 'assets', 'page.js'), 'export {};');
    await writeFile(join(assets, 'program.exe'), 'x');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('serves the page with the policy and its nonce', async () => {
    const response = await answerRequest(assets, { method: 'GET', url: 'workbench://app/' });
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1];
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`nonce="${nonce}"`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await answerRequest(assets, { method: 'GET', url: 'workbench://app/assets/page.js' })).headers.get('content-type')).toContain(
      'javascript',
    );
  });

  it.each([
    ['GET', 'workbench://other/index.html', 403],
    ['GET', 'workbench://app/../secret.json', 404],
    ['GET', 'workbench://app/..%2fsecret.json', 404],
    ['GET', 'workbench://app/%2e%2e%2fsecret.json', 404],
    ['GET', 'workbench://app/%252e%252e%252fsecret.json', 404],
    ['GET', 'workbench://app/..%5csecret.json', 404],
    ['GET', 'workbench://app/%00', 404],
    ['GET', 'workbench://app/program.exe', 404],
    ['GET', 'workbench://app/assets', 404],
    ['POST', 'workbench://app/', 405],
    ['HEAD', 'workbench://app/', 405],
  ])('answers %s %s with %i', async (method, url, status) => {
    expect((await answerRequest(assets, { method, url })).status).toBe(status);
  });
});

describe('messages of pages', () => {
  const window = {};
  const engine = { connect: vi.fn(async () => {}), ask: vi.fn(async () => 'reference-1') };

  beforeEach(() => {
    vi.clearAllMocks();
    fake.current.main.removeAllListeners();
    listenToPages({ engine, windows: new Map([[fake.current.sender as never, window as never]]), counter: { blocked: 3 } });
  });

  const forged: [string, object][] = [
    ['a frame that is gone', { senderFrame: null }],
    ['a frame inside the page', { senderFrame: { parent: {}, url: 'workbench://app/' } }],
    ['another origin', { senderFrame: { parent: null, url: 'https://attacker.example/' } }],
    ['an origin that looks like ours', { senderFrame: { parent: null, url: 'workbench://app.attacker.example/' } }],
    ['a window that we did not open', { sender: {} }],
  ];

  it.each(forged)('are refused from %s', async (_what, change) => {
    const event = { ...fake.current.event, ...change };
    expect(isFromWorkbench(event as never, new Set([fake.current.sender as never]))).toBe(false);
    fake.current.main.emit('workbench:connect', event, 'nonce');
    for (const [channel, args] of [
      ['workbench:file-reference', ['/etc/passwd']],
      ['workbench:save-file', ['reference-1', 'a.csv']],
      ['workbench:save-files', [[{ ref: 'reference-1', name: 'a.csv' }], 'report']],
      ['workbench:requests-blocked', []],
    ] as const) {
      expect(await fake.current.handlers.get(channel)?.(event as never, ...(args as readonly unknown[] as never[]))).toHaveProperty(
        'refusal',
      );
    }
    expect(engine.connect).not.toHaveBeenCalled();
    expect(engine.ask).not.toHaveBeenCalled();
  });

  it('are refused when they have another shape', async () => {
    const ask = (channel: string, ...args: unknown[]) =>
      fake.current.handlers.get(channel)?.(fake.current.event as never, ...(args as never[]));
    fake.current.main.emit('workbench:connect', fake.current.event, { nonce: 1 });
    fake.current.main.emit('workbench:connect', fake.current.event, 'x'.repeat(65));
    expect(engine.connect).not.toHaveBeenCalled();
    expect(await ask('workbench:file-reference', '')).toHaveProperty('refusal');
    expect(await ask('workbench:file-reference', { path: '/etc/passwd' })).toHaveProperty('refusal');
    expect(await ask('workbench:save-file', '../../etc/passwd', 'a.csv')).toHaveProperty('refusal');
    expect(await ask('workbench:save-file', 'reference-1', 7)).toHaveProperty('refusal');
    for (const files of [null, [], [{ ref: '../../etc/passwd', name: 'a.csv' }], [{ ref: 'reference-1', name: 7 }], [null]])
      expect(await ask('workbench:save-files', files, 'report')).toHaveProperty('refusal');
    expect(await ask('workbench:save-files', [{ ref: 'reference-1', name: 'a.csv' }], 7)).toHaveProperty('refusal');
    expect(engine.ask).not.toHaveBeenCalled();
  });

  it('save several files in a new folder inside the one that the person chose, and overwrite nothing', async () => {
    const ask = (channel: string, ...args: unknown[]) =>
      fake.current.handlers.get(channel)?.(fake.current.event as never, ...(args as never[]));
    const { showOpenDialog } = fake.current.module.dialog;
    const chosen = mkdtempSync(join(tmpdir(), 'chokepoint-folder-'));
    const files = [
      { ref: 'reference-1', name: 'report.pdf' },
      { ref: 'reference-2', name: '../../claims.json' },
    ];
    showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
    expect(await ask('workbench:save-files', files, 'report')).toEqual({ value: false });
    expect(engine.ask).not.toHaveBeenCalled();
    showOpenDialog.mockResolvedValue({ canceled: false, filePaths: [chosen] });
    expect(await ask('workbench:save-files', files, 'report')).toEqual({ value: true });
    expect(await ask('workbench:save-files', files.slice(0, 1), '../report')).toEqual({ value: true });
    expect(engine.ask.mock.calls).toEqual([
      [{ type: 'save', ref: 'reference-1', path: join(chosen, 'report', 'report.pdf') }],
      [{ type: 'save', ref: 'reference-2', path: join(chosen, 'report', 'claims.json') }],
      [{ type: 'save', ref: 'reference-1', path: join(chosen, 'report-2', 'report.pdf') }],
    ]);
    rmSync(chosen, { recursive: true });
  });

  it('reach the engine when they are right, and save only where the person said', async () => {
    const ask = (channel: string, ...args: unknown[]) =>
      fake.current.handlers.get(channel)?.(fake.current.event as never, ...(args as never[]));
    expect(await ask('workbench:file-reference', '/data/a.csv')).toEqual({ value: 'reference-1' });
    const { showSaveDialog } = fake.current.module.dialog;
    showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' });
    expect(await ask('workbench:save-file', 'reference-1', '../a.csv')).toEqual({ value: false });
    expect(showSaveDialog).toHaveBeenCalledWith(window, { defaultPath: 'a.csv' });
    showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath: '/data/b.csv' });
    expect(await ask('workbench:save-file', 'reference-1', 'a.csv')).toEqual({ value: true });
    expect(engine.ask).toHaveBeenLastCalledWith({ type: 'save', ref: 'reference-1', path: '/data/b.csv' });
    expect(await ask('workbench:requests-blocked')).toEqual({ value: 3 });
  });
});

describe('the engine process', () => {
  const options = (onGone = vi.fn()) => ({
    entry: '/app/engine.js',
    sqlEntry: 'desktop-sql.js',
    caseDirectory: '/cases',
    actor: 'tester',
    environment: { PATH: '/bin', NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1', LD_PRELOAD: '/x.so', DYLD_INSERT_LIBRARIES: '/x' },
    onGone,
    backOff: 1,
  });

  it('gets an environment without anything that changes how Node or the loader starts', () => {
    expect(engineEnvironment(options().environment)).toEqual({ PATH: '/bin' });
  });

  it('starts with the first question, is told the answer, and starts again after it ended', async () => {
    const electron = createFakeElectron();
    Object.assign(fake.current.module.utilityProcess, electron.module.utilityProcess);
    const onGone = vi.fn();
    const engine = new EngineProcess(options(onGone));
    const first = engine.ask({ type: 'adopt', path: '/a.csv' });
    await vi.waitFor(() => expect(electron.processes).toHaveLength(1));
    expect(electron.forks[0]).toMatchObject({ entry: '/app/engine.js', options: { env: { PATH: '/bin' }, execArgv: [] } });
    electron.processes[0]?.emit('message', { type: 'case', path: '/cases/a.chokepoint' });
    electron.processes[0]?.emit('message', { type: 'answer', id: 1, value: 'reference-1' });
    expect(await first).toBe('reference-1');

    const lost = engine.ask({ type: 'adopt', path: '/b.csv' });
    await vi.waitFor(() => expect(electron.processes[0]?.received).toHaveLength(2));
    engine.note('oom');
    electron.processes[0]?.emit('exit', 9);
    await expect(lost).rejects.toThrow('oom, exit code 9');
    expect(onGone).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('oom, exit code 9'));

    void engine.ask({ type: 'adopt', path: '/c.csv' }).catch(() => {});
    await vi.waitFor(() => expect(electron.processes).toHaveLength(2));
    expect(electron.processes[1]?.received[0]?.message).toEqual({ type: 'open-case', id: 0, path: '/cases/a.chokepoint' });
  });

  it('gets a process for SQL that it asks for, over a port of its own; both end together', async () => {
    const electron = createFakeElectron();
    Object.assign(fake.current.module.utilityProcess, electron.module.utilityProcess);
    const engine = new EngineProcess(options());
    void engine.ask({ type: 'adopt', path: '/a.csv' }).catch(() => {});
    await vi.waitFor(() => expect(electron.processes).toHaveLength(1));
    const [first] = electron.processes;
    first?.emit('message', { type: 'sql-start', id: 1 });
    first?.emit('message', { type: 'sql-start', id: 2 });
    expect(electron.forks.slice(1)).toMatchObject([
      { entry: 'desktop-sql.js', options: { env: { PATH: '/bin' }, execArgv: [] } },
      { entry: 'desktop-sql.js' },
    ]);
    const [, one, two] = electron.processes;
    expect(one?.received[0]?.ports).toHaveLength(1);
    expect(first?.received.at(-1)).toMatchObject({ message: { type: 'sql-port', id: 2 }, ports: [expect.anything()] });
    first?.emit('message', { type: 'sql-end', id: 1 });
    expect([one?.killed, two?.killed]).toEqual([true, false]);
    first?.emit('exit', 9);
    expect(two?.killed).toBe(true);
  });

  it('is not started in a tight loop: after five ends in a row every call is refused with the reason', async () => {
    const electron = createFakeElectron();
    Object.assign(fake.current.module.utilityProcess, electron.module.utilityProcess);
    const engine = new EngineProcess(options());
    for (let end = 1; end <= 5; end++) {
      const lost = engine.ask({ type: 'adopt', path: '/a.csv' });
      await vi.waitFor(() => expect(electron.processes).toHaveLength(end));
      electron.processes.at(-1)?.emit('exit', 7);
      await expect(lost).rejects.toThrow('exit code 7');
    }
    await expect(engine.ask({ type: 'adopt', path: '/a.csv' })).rejects.toThrow('5 times in a row (exit code 7)');
    await expect(engine.connect({} as never)).rejects.toThrow('exit code 7');
    expect(electron.processes).toHaveLength(5);
  });
});

describe('the preload script', () => {
  it('shows the page these names only and is under 60 lines', async () => {
    await import('../../electron/preload/index.ts');
    expect(Object.keys(fake.current.exposed)).toEqual(['workbench']);
    expect(Object.keys(fake.current.exposed.workbench as object).sort()).toEqual([
      'fileReference',
      'kind',
      'onGone',
      'requestPort',
      'requestsBlocked',
      'saveFile',
      'saveFiles',
    ]);
    expect(readFileSync('electron/preload/index.ts', 'utf8').split('\n').length).toBeLessThan(60);
  });
});

describe('a start with a case file', () => {
  it.each([
    [['/data/a.chokepoint'], '/data/a.chokepoint'],
    [['.', 'b.chokepoint'], '/folder/b.chokepoint'],
    [['--flag=x.chokepoint'], null],
    [['a.csv'], null],
  ])('reads %j as %s', (args, path) => {
    expect(caseAmong(args, '/folder')).toBe(path);
  });

  it.each([
    [['electron', '.', '--case-dir', 'cases'], '/folder/cases'],
    [['electron', '.', '--case-dir=/data/cases'], '/data/cases'],
    [['electron', '.'], join(homedir(), 'Chokepoint')],
    [['electron', '.', '--case-dir'], join(homedir(), 'Chokepoint')],
  ])('keeps the cases of %j in %s', (args, folder) => {
    expect(caseDirectoryAmong(args, '/folder')).toBe(folder);
  });
});
