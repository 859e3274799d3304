// The elements in Vue's templates: what its language tools look up.
import 'binh-luan/vue';
import type { GlobalComponents } from 'vue';

type Props<Name extends keyof GlobalComponents> = InstanceType<GlobalComponents[Name]>['$props'];

export const comments: Props<'binh-luan'> = { endpoint: '/v1/sites/default', pageId: 'bai', diacritics: 'ask' };
export const top: Props<'binh-luan-top'> = { window: '24h', limit: 5 };
// @ts-expect-error There is no such language.
export const wrong: Props<'binh-luan'> = { lang: 'fr' };
