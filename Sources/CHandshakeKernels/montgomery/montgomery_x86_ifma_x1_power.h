// SPDX-License-Identifier: Apache-2.0

// Powers with secret exponents, one at a time or two side by side; part of the template in
// montgomery_x86_ifma_x1_operations.h. Fixed windows of five bits.

// r := base R mod N, < 6 N, for a base of 2 LIMB_COUNT limbs: each half times its constant.
static void reduce_double_width(number *r, const uint64_t *base, const context *c) {
  number low, high;
  from_limbs(&low, 0, base);
  from_limbs(&high, 0, base + LIMB_COUNT);
  multiply(&low, &low, &c->square, &c->n);
  multiply(&high, &high, &c->high_square, &c->n);
  vector sum[K];
  for (int k = 0; k < K; k++) sum[k] = low.vectors[k] + high.vectors[k];
  normalise(r, sum);
  handshake_wipe(&low, sizeof low);
  handshake_wipe(&high, sizeof high);
}

// The frames of a power hold spilled vectors beside the tables, which are wiped by name: up to
// 720 bytes for each limb with those of the products.
DEFINE_WIPE_STACK(wipe_power_frames, 800 * LIMB_COUNT, 131072 + 800 * LIMB_COUNT)

// The modulus may be a secret prime.
static void prepare(void *context_bytes, const uint64_t *modulus) {
  prepare_on_stack(context_bytes, modulus);
  wipe_power_frames();
}

// MARK: One

NOINLINE void power_on_stack(const void *context_bytes, uint64_t *r, const uint64_t *base,
                             const uint64_t *exponent, size_t exponent_limb_count) {
  const context *c = context_bytes;
  power_table table;
  number base_form, x;
  reduce_double_width(&base_form, base, c);
  set_entry(&table, 0, &c->one);
  x = base_form;
  for (int entry = 1; entry < TABLE_ENTRY_COUNT; entry++) {
    set_entry(&table, entry, &x);
    multiply(&x, &x, &base_form, &c->n);
  }

  size_t bit = (64 * exponent_limb_count - 1) / WINDOW_BIT_COUNT * WINDOW_BIT_COUNT;
  get_entry(&x, &table, window(exponent, exponent_limb_count, bit));
  while (bit > 0) {
    bit -= WINDOW_BIT_COUNT;
    square(&x, &c->n, WINDOW_BIT_COUNT);
    multiply_by_entry(&x, &table, window(exponent, exponent_limb_count, bit), &c->n);
  }
  multiply(&x, &x, &plain_one, &c->n);
  to_limbs(r, &x, 0, c->modulus);
  handshake_wipe(&table, sizeof table);
  handshake_wipe(&base_form, sizeof base_form);
  handshake_wipe(&x, sizeof x);
}

static void power(const void *context_bytes, uint64_t *r, const uint64_t *base,
                  const uint64_t *exponent, size_t exponent_limb_count) {
  power_on_stack(context_bytes, r, base, exponent, exponent_limb_count);
  wipe_power_frames();
}

// MARK: Two side by side

NOINLINE void power_pair_on_stack(const void *context_p, const void *context_q, uint64_t *r_p,
                                  uint64_t *r_q, const uint64_t *base, const uint64_t *exponent_p,
                                  const uint64_t *exponent_q, size_t exponent_limb_count) {
  const context *const c[2] = {context_p, context_q};
  const uint64_t *const exponents[2] = {exponent_p, exponent_q};
  const reduction *const n[2] = {&c[0]->n, &c[1]->n};
  power_table tables[2];
  number bases[2], x[2];
  for (int i = 0; i < 2; i++) {
    reduce_double_width(&bases[i], base, c[i]);
    set_entry(&tables[i], 0, &c[i]->one);
    x[i] = bases[i];
  }
  for (int entry = 1; entry < TABLE_ENTRY_COUNT; entry++) {
    for (int i = 0; i < 2; i++) set_entry(&tables[i], entry, &x[i]);
    multiply_pair(x, bases, n);
  }

  size_t bit = (64 * exponent_limb_count - 1) / WINDOW_BIT_COUNT * WINDOW_BIT_COUNT;
  for (int i = 0; i < 2; i++)
    get_entry(&x[i], &tables[i], window(exponents[i], exponent_limb_count, bit));
  while (bit > 0) {
    bit -= WINDOW_BIT_COUNT;
    square_pair(x, n, WINDOW_BIT_COUNT);
    multiply_pair_by_entries(x, tables, window(exponent_p, exponent_limb_count, bit),
                             window(exponent_q, exponent_limb_count, bit), n);
  }
  for (int i = 0; i < 2; i++) {
    multiply(&x[i], &x[i], &plain_one, n[i]);
    to_limbs(i == 0 ? r_p : r_q, &x[i], 0, c[i]->modulus);
  }
  handshake_wipe(tables, sizeof tables);
  handshake_wipe(bases, sizeof bases);
  handshake_wipe(x, sizeof x);
}

static void power_pair(const void *context_p, const void *context_q, uint64_t *r_p, uint64_t *r_q,
                       const uint64_t *base, const uint64_t *exponent_p, const uint64_t *exponent_q,
                       size_t exponent_limb_count) {
  power_pair_on_stack(context_p, context_q, r_p, r_q, base, exponent_p, exponent_q,
                      exponent_limb_count);
  wipe_power_frames();
}
