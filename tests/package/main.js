// A site with a bundler: the package is imported, the endpoint is another host.
import { BinhLuan } from 'binh-luan';

BinhLuan?.mount(document.querySelector('main') ?? document.body, {
  endpoint: new URLSearchParams(location.search).get('endpoint') ?? undefined,
  pageId: 'bai-tu-goi',
});
