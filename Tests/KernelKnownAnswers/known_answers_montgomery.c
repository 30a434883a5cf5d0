// Montgomery arithmetic: base^exponent mod n as Python's pow has it, and each kernel against the
// portable one. Numbers are noise: n of seed bits + 1 with its top and lowest bit set, the base of
// seed bits + 2 and twice the length, the exponent of seed bits + 3, all little-endian.
#include "known_answers.h"

#include "handshake_montgomery_arm64.h"
#include "handshake_montgomery_portable.h"
#include "handshake_montgomery_x86_adx.h"

#include <stdlib.h>

enum { MAXIMUM_LIMB_COUNT = 64 };

typedef struct {
  const char *name;
  uint32_t required;
  size_t (*context_byte_count)(size_t);
  void (*prepare)(void *, const uint64_t *, size_t);
  void (*multiply)(const void *, uint64_t *, const uint64_t *, const uint64_t *);
  void (*to_montgomery)(const void *, uint64_t *, const uint64_t *);
  void (*power_public)(const void *, uint64_t *, const uint64_t *, uint64_t);
  void (*power)(const void *, uint64_t *, const uint64_t *, const uint64_t *, size_t);
} kernel;

#define KERNEL(kernel_name, required)                                                              \
  {#kernel_name, required, handshake_montgomery_##kernel_name##_context_byte_count,                \
   handshake_montgomery_##kernel_name##_prepare, handshake_montgomery_##kernel_name##_multiply,    \
   handshake_montgomery_##kernel_name##_to_montgomery,                                             \
   handshake_montgomery_##kernel_name##_power_public, handshake_montgomery_##kernel_name##_power}

static const kernel kernels[] = {
    KERNEL(portable, 0),
#if defined(__aarch64__)
    KERNEL(arm64, 0),
#elif defined(__x86_64__)
    KERNEL(x86_adx, HANDSHAKE_CPU_BMI2 | HANDSHAKE_CPU_ADX | HANDSHAKE_CPU_AVX2),
#endif
};

static const struct {
  size_t limb_count;
  const char *power;  // big-endian
} vectors[] = {
    {8,
     "d307dd558eeef4dc0956bbdd46fe046317659ac63a66f61a296a4b1869f0f85d9c15a2a8b4b30de7fed2a1f7"
     "bcc0e96346112728b05699e3bcf8235287284f02"},
    {16,
     "5ee6e300a7f21f2f0f136d58f0775639f6c6ffaac63db6b514b44320c765e19a284eefe012d95a9ee97758dc"
     "01ca3a97ae006d5c5bf3f75c11d359d1afe2dae0d0c1c5c9aa185c3c8be98c296b05cd8e2c6b894a1624802c"
     "0f2a82e935c4cfdba8ecc3c5167ab84738307b5f43a5a8d5f1813c492e9aef076ef264f09034d62e"},
    {24,
     "32b6c0feab5acc54b7732a43f89f47666d0a721af62ca06f7689b376597e80b1bee3c1ad472dce8e12770eff"
     "b1c3c33fbc4d71bc1406b808ebcb4e733ae672b1053fb428e2efc546a4bf2a896bf11e33fcae1aeab2cb4803"
     "0e6bd9a8a6b2c05adc0e7933d98e2991496110af8105425bef7020af7e4d8125f41adf17ddc008515aca27de"
     "a3447c0be03a8c855c322e041106b253ded3a261e09849ad74d5e11f835de18c35e5344971bd88ae097aa219"
     "3d50e82db26240fc31d90ee5d58dc3fa"},
    {32,
     "9a15375bfdc5a8b2550a0f0e93d7ca89a2570739a577887baa3c26b3418e09e9bd165e3a79dd290250c1e465"
     "bb079b9e7a6f63f8a8a6b7d5cd4fa68ab92f15acb806c96c7d55c83516dc3a36ef61d204485bb44960310e8f"
     "4f637aeb7e2adbee4659885c8c41c11299a35b24265763ef2f31602bb8c997bd5c38229483cf368274d1e583"
     "a5736a352a0a8d53b93ce299faf948ef353fd2e77c7d65757f978a4bc6b84c25b04b7c49411dd8e0545ab1d7"
     "911e87c42d333d07533bf3eb0965c7e2077e5433a5992702f7aeb1ce5331fe82e7085384c53a174654e03d5c"
     "2adbb2766be9d9c48ffcc5cee2f87f3ea252d729acaf14eba9eae2562491cbfddf306d18"},
};

static void noise_limbs(uint64_t seed, uint64_t *limbs, size_t count) {
  uint8_t bytes[2 * 8 * MAXIMUM_LIMB_COUNT];
  fill_with_noise(seed, bytes, 8 * count);
  for (size_t i = 0; i < count; i++) {
    limbs[i] = 0;
    for (size_t j = 8; j-- > 0;) limbs[i] = limbs[i] << 8 | bytes[8 * i + j];
  }
}

static void *prepared(const kernel *k, const uint64_t *modulus, size_t limb_count) {
  void *context = aligned_alloc(64, (k->context_byte_count(limb_count) + 63) / 64 * 64);
  k->prepare(context, modulus, limb_count);
  return context;
}

static void check_power(const kernel *k, size_t limb_count, const char *power) {
  uint64_t n[MAXIMUM_LIMB_COUNT], base[2 * MAXIMUM_LIMB_COUNT], exponent[MAXIMUM_LIMB_COUNT];
  uint64_t r[MAXIMUM_LIMB_COUNT], expected[MAXIMUM_LIMB_COUNT];
  uint8_t bytes[8 * MAXIMUM_LIMB_COUNT];
  const size_t bits = 64 * limb_count;
  noise_limbs(bits + 1, n, limb_count);
  noise_limbs(bits + 2, base, 2 * limb_count);
  noise_limbs(bits + 3, exponent, limb_count);
  n[0] |= 1;
  n[limb_count - 1] |= (uint64_t)1 << 63;
  from_hexadecimal(power, bytes);
  for (size_t i = 0; i < limb_count; i++) {
    expected[i] = 0;
    for (size_t j = 0; j < 8; j++)
      expected[i] = expected[i] << 8 | bytes[8 * (limb_count - 1 - i) + j];
  }
  void *context = prepared(k, n, limb_count);
  k->power(context, r, base, exponent, limb_count);
  check(memcmp(r, expected, 8 * limb_count) == 0, "Montgomery", k->name, "known power");
  free(context);
}

static void compare_with_portable(const kernel *k, size_t limb_count) {
  uint64_t n[MAXIMUM_LIMB_COUNT], a[2 * MAXIMUM_LIMB_COUNT], b[MAXIMUM_LIMB_COUNT];
  uint64_t r[MAXIMUM_LIMB_COUNT], expected[MAXIMUM_LIMB_COUNT];
  const kernel *oracle = &kernels[0];
  for (uint64_t round = 0; round < 50; round++) {
    noise_limbs(10 * round, n, limb_count);
    noise_limbs(10 * round + 1, a, 2 * limb_count);
    noise_limbs(10 * round + 2, b, limb_count);
    if (round % 5 == 1) memset(n, 0xff, 8 * limb_count);
    if (round % 5 == 2) n[limb_count - 1] = 0;
    if (round % 5 == 3) memset(a, 0xff, 16 * limb_count), memset(b, 0xff, 8 * limb_count);
    n[0] |= 3;
    void *context = prepared(k, n, limb_count), *oracle_context = prepared(oracle, n, limb_count);
    const size_t byte_count = 8 * limb_count;
    k->multiply(context, r, a, b);
    oracle->multiply(oracle_context, expected, a, b);
    check(memcmp(r, expected, byte_count) == 0, "Montgomery", k->name, "product");
    k->multiply(context, r, a, a);
    oracle->multiply(oracle_context, expected, a, a);
    check(memcmp(r, expected, byte_count) == 0, "Montgomery", k->name, "square");
    k->to_montgomery(context, r, a);
    oracle->to_montgomery(oracle_context, expected, a);
    check(memcmp(r, expected, byte_count) == 0, "Montgomery", k->name, "Montgomery form");
    k->power_public(context, r, a, 65537);
    oracle->power_public(oracle_context, expected, a, 65537);
    check(memcmp(r, expected, byte_count) == 0, "Montgomery", k->name, "public power");
    k->power(context, r, a, b, 2);
    oracle->power(oracle_context, expected, a, b, 2);
    check(memcmp(r, expected, byte_count) == 0, "Montgomery", k->name, "power");
    free(context);
    free(oracle_context);
  }
}

int main(void) {
  for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
    const kernel *k = &kernels[i];
    if (!has_features(k->required)) {
      printf("Montgomery %s: this CPU has not what it needs\n", k->name);
      continue;
    }
    for (size_t j = 0; j < sizeof vectors / sizeof vectors[0]; j++)
      check_power(k, vectors[j].limb_count, vectors[j].power);
    for (size_t limb_count = 8; limb_count <= MAXIMUM_LIMB_COUNT; limb_count += 8)
      compare_with_portable(k, limb_count);
  }
  return report("Montgomery");
}
