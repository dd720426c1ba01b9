import { app } from 'electron';
import { runDesktop } from './lifecycle.ts';
import { declareScheme } from './protocol.ts';
import { hardenApp } from './security.ts';

// Both must be done before the app is ready.
hardenApp(app);
declareScheme();

if (app.requestSingleInstanceLock()) void runDesktop();
else app.quit();
