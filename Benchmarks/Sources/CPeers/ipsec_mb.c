// SPDX-License-Identifier: Apache-2.0

// intel-ipsec-mb's direct AES-GCM API. Its manager is a struct of function pointers, so its header
// is needed to build this; the library itself is found with dlopen.
#include "gcm.h"

#include <stdio.h>

// A build compiles this file again when a file that it asked for changes, which a header that is not
// there cannot. So it asks for the database of the installed packages: the header comes with one.
#if __has_include("/var/lib/dpkg/status") || __has_include("/usr/lib/sysimage/rpm/rpmdb.sqlite")
#endif

#if defined(__x86_64__) && __has_include(<intel-ipsec-mb.h>)
#include <dlfcn.h>
#include <intel-ipsec-mb.h>

static IMB_MGR *shared_manager;
static const char *shared_version;
static char shared_error[256];

static void load_once(void) {
  static int is_loaded;
  if (is_loaded) return;
  is_loaded = 1;
  void *handle = dlopen("libIPSec_MB.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(shared_error, sizeof shared_error, "%s", reason ? reason : "cannot be loaded");
    return;
  }
  unsigned (*version)(void) = (unsigned (*)(void))dlsym(handle, "imb_get_version");
  const char *(*version_text)(void) = (const char *(*)(void))dlsym(handle, "imb_get_version_str");
  IMB_MGR *(*allocate)(uint64_t) = (IMB_MGR * (*)(uint64_t)) dlsym(handle, "alloc_mb_mgr");
  void (*start)(IMB_MGR *, IMB_ARCH *) = (void (*)(IMB_MGR *, IMB_ARCH *))dlsym(handle,
                                                                                "init_mb_mgr_auto");
  if (!version || !version_text || !allocate || !start || version() != IMB_VERSION_NUM) {
    snprintf(shared_error, sizeof shared_error, "libIPSec_MB is not the header's version %s",
             IMB_VERSION_STR);
    return;
  }
  IMB_MGR *manager = allocate(0);
  if (!manager) {
    snprintf(shared_error, sizeof shared_error, "alloc_mb_mgr failed");
    return;
  }
  start(manager, NULL);
  if (!manager->gcm128_enc || !manager->gcm256_enc) {
    snprintf(shared_error, sizeof shared_error, "init_mb_mgr_auto failed");
    return;
  }
  shared_version = version_text();
  shared_manager = manager;
}

typedef struct {
  struct gcm_key_data key;  // first: wants 64-byte alignment
  struct gcm_context_data state;
} ipsec_context;

#define IPSEC_FUNCTIONS(bits)                                                                      \
  PEER_INLINE int ipsec_seal_##bits(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,    \
                                    size_t aad_byte_count, uint8_t *text, size_t byte_count,       \
                                    uint8_t *tag) {                                                \
    ipsec_context *c = o->context;                                                                 \
    const IMB_MGR *m = o->library;                                                                 \
    IMB_AES##bits##_GCM_ENC(m, &c->key, &c->state, text, text, byte_count, nonce, aad,             \
                            aad_byte_count, tag, TAG_BYTES);                                       \
    return 1;                                                                                      \
  }                                                                                                \
  PEER_INLINE int ipsec_open_##bits(gcm_operation *o, const uint8_t *nonce, const uint8_t *aad,    \
                                    size_t aad_byte_count, uint8_t *text, size_t byte_count,       \
                                    const uint8_t *tag) {                                          \
    ipsec_context *c = o->context;                                                                 \
    const IMB_MGR *m = o->library;                                                                 \
    uint8_t computed[TAG_BYTES];                                                                   \
    IMB_AES##bits##_GCM_DEC(m, &c->key, &c->state, text, text, byte_count, nonce, aad,             \
                            aad_byte_count, computed, TAG_BYTES);                                  \
    /* The library leaves the comparison to the caller. */                                         \
    uint64_t a[2], b[2];                                                                           \
    memcpy(a, computed, TAG_BYTES);                                                                \
    memcpy(b, tag, TAG_BYTES);                                                                     \
    return ((a[0] ^ b[0]) | (a[1] ^ b[1])) == 0;                                                   \
  }                                                                                                \
  static int ipsec_run_##bits(peer_operation *operation, uint64_t calls) {                         \
    return gcm_run((gcm_operation *)operation, calls, ipsec_seal_##bits, ipsec_open_##bits);       \
  }
IPSEC_FUNCTIONS(128)
IPSEC_FUNCTIONS(256)

static void ipsec_release(peer_operation *operation) {
  gcm_operation *o = (gcm_operation *)operation;
  free(o->context);
  gcm_operation_free(o);
}

peer_operation *peer_ipsec_mb_gcm(peer_gcm_mode mode, const peer_gcm_input *input, char *error,
                                  size_t error_capacity) {
  load_once();
  if (!shared_manager) {
    snprintf(error, error_capacity, "%s", shared_error);
    return NULL;
  }
  gcm_operation *o = gcm_operation_make(mode, input);
  if (!o) return NULL;
  o->library = shared_manager;
  o->base.release = ipsec_release;
  if (posix_memalign(&o->context, 64, sizeof(ipsec_context)) != 0) {
    gcm_operation_free(o);
    return NULL;
  }
  ipsec_context *c = o->context;
  memset(c, 0, sizeof *c);
  if (input->key_byte_count == 16) {
    IMB_AES128_GCM_PRE(shared_manager, input->key, &c->key);
    o->seal = ipsec_seal_128;
    o->open = ipsec_open_128;
    o->base.run = ipsec_run_128;
  } else {
    IMB_AES256_GCM_PRE(shared_manager, input->key, &c->key);
    o->seal = ipsec_seal_256;
    o->open = ipsec_open_256;
    o->base.run = ipsec_run_256;
  }
  if (!gcm_operation_start(o)) {
    ipsec_release(&o->base);
    return NULL;
  }
  return &o->base;
}

const char *peer_ipsec_mb_version(char *error, size_t error_capacity) {
  load_once();
  if (!shared_version) snprintf(error, error_capacity, "%s", shared_error);
  return shared_version;
}

#else

peer_operation *peer_ipsec_mb_gcm(peer_gcm_mode mode, const peer_gcm_input *input, char *error,
                                  size_t error_capacity) {
  (void)mode;
  (void)input;
  peer_ipsec_mb_version(error, error_capacity);
  return NULL;
}

const char *peer_ipsec_mb_version(char *error, size_t error_capacity) {
  snprintf(error, error_capacity, "built without its header (libipsec-mb-dev, x86_64 only)");
  return NULL;
}

#endif
