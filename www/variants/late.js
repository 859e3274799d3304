// Adds the loader at a button's press, twice, as two careless templates would.
document.querySelector('#add').addEventListener('click', () => {
  for (let copy = 0; copy < 2; copy += 1) {
    const script = document.createElement('script');
    script.src = '/binh-luan.js';
    document.head.append(script);
  }
});
