// The elements in React's JSX.
import 'binh-luan/react';

export const Comments = ({ id }: { id: string }) => (
  <section>
    <binh-luan endpoint="/v1/sites/default" page-id={id} theme="auto" className="comments" />
    <binh-luan-count page-id={id} />
    <binh-luan-top window="24h" limit={5} />
  </section>
);

// @ts-expect-error There is no such order.
export const wrong = <binh-luan sort="random" />;
