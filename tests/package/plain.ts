// Types of the package, as TypeScript sees them.
import { BinhLuan, type BinhLuanSettings } from 'binh-luan';

const settings: BinhLuanSettings = { pageId: 'bai', theme: 'dark' };
const element = BinhLuan?.mount(document.body, settings);
element?.addEventListener('binhluan-submitted', ({ detail }) => detail.toUpperCase());
document.querySelector('binh-luan')?.addEventListener('binhluan-error', ({ detail }) => detail === 'offline');
// @ts-expect-error There is no such theme.
export const wrong: BinhLuanSettings = { theme: 'blue' };
