//! Matrix products in plain additions and multiplications, whose order does not depend on the
//! machine: vector registers lie along the columns, so every sum is taken in the same order.

/// `c += a * b`, row by row: `a` is n × k, `b` is k × m, `c` is n × m.
pub(crate) fn multiply_add(c: &mut [f32], a: &[f32], b: &[f32], k: usize, m: usize) {
    pulp::Arch::new().dispatch(Product { c, a, b, k, m });
}

struct Product<'a> {
    c: &'a mut [f32],
    a: &'a [f32],
    b: &'a [f32],
    k: usize,
    m: usize,
}

impl pulp::WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _simd: S) {
        multiply_add_here(self.c, self.a, self.b, self.k, self.m);
    }
}

const ROWS: usize = 6;
const COLUMNS: usize = 16;

#[inline(always)]
fn multiply_add_here(c: &mut [f32], a: &[f32], b: &[f32], k: usize, m: usize) {
    let n = c.len() / m;
    let mut column = 0;
    while column < m {
        let width = COLUMNS.min(m - column);
        let mut row = 0;
        while row < n {
            let height = ROWS.min(n - row);
            if width == COLUMNS && height == ROWS {
                full_tile(c, a, b, k, m, row, column);
            } else {
                edge_tile(c, a, b, k, m, (row, height), (column, width));
            }
            row += height;
        }
        column += width;
    }
}

#[inline(always)]
fn full_tile(c: &mut [f32], a: &[f32], b: &[f32], k: usize, m: usize, row: usize, column: usize) {
    let mut sums = [[0.0_f32; COLUMNS]; ROWS];
    let lines: [&[f32]; ROWS] = std::array::from_fn(|r| &a[(row + r) * k..(row + r + 1) * k]);
    for at in 0..k {
        let line: &[f32; COLUMNS] = b[at * m + column..at * m + column + COLUMNS]
            .first_chunk()
            .unwrap_or(&[0.0; COLUMNS]);
        for r in 0..ROWS {
            let factor = lines[r][at];
            for j in 0..COLUMNS {
                sums[r][j] = factor.mul_add(line[j], sums[r][j]);
            }
        }
    }
    for (r, sum) in sums.iter().enumerate() {
        let start = (row + r) * m + column;
        for (slot, value) in c[start..start + COLUMNS].iter_mut().zip(sum) {
            *slot += value;
        }
    }
}

#[inline(always)]
fn edge_tile(
    c: &mut [f32],
    a: &[f32],
    b: &[f32],
    k: usize,
    m: usize,
    (row, height): (usize, usize),
    (column, width): (usize, usize),
) {
    for r in row..row + height {
        for j in column..column + width {
            let mut sum = 0.0;
            for at in 0..k {
                sum = a[r * k + at].mul_add(b[at * m + j], sum);
            }
            c[r * m + j] += sum;
        }
    }
}

/// `a` turned over: n × k becomes k × n.
pub(crate) fn transpose(a: &[f32], k: usize) -> Vec<f32> {
    let n = a.len() / k;
    let mut out = vec![0.0; a.len()];
    for start in (0..n).step_by(16) {
        for at in 0..k {
            for row in start..(start + 16).min(n) {
                out[at * n + row] = a[row * k + at];
            }
        }
    }
    out
}
