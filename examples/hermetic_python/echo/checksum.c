// The extension module echo._checksum: Adler-32 of bytes.
//
// It declares the few calls and types of Python's stable ABI that it uses, so that it is built
// without the headers of any Python.

#include <stddef.h>
#include <stdint.h>

typedef struct Object Object;
typedef intptr_t Size;

typedef struct {
  Size references;
  void *type;
} Head;

typedef struct {
  Head head;
  Object *(*init)(void);
  Size index;
  Object *copy;
} ModuleBase;

typedef struct {
  const char *name;
  Object *(*call)(Object *self, Object *argument);
  int flags;
  const char *doc;
} Method;

typedef struct {
  ModuleBase base;
  const char *name;
  const char *doc;
  Size size;
  Method *methods;
  void *slots, *traverse, *clear, *free;
} Module;

enum { kOneArgument = 0x0008 };

extern Object *PyModuleDef_Init(Module *module);
extern int PyBytes_AsStringAndSize(Object *bytes, char **data, Size *length);
extern Object *PyLong_FromUnsignedLong(unsigned long value);

static Object *Adler32(Object *self, Object *argument) {
  (void)self;
  char *data;
  Size length;
  if (PyBytes_AsStringAndSize(argument, &data, &length) < 0) return NULL;
  uint32_t a = 1, b = 0;
  for (Size i = 0; i < length; i++) {
    a = (a + (unsigned char)data[i]) % 65521;
    b = (b + a) % 65521;
  }
  return PyLong_FromUnsignedLong((unsigned long)b << 16 | a);
}

static Method methods[] = {
    {"adler32", Adler32, kOneArgument, "adler32(data) -> the checksum of bytes"},
    {NULL, NULL, 0, NULL},
};

static Module module = {
    .base = {.head = {.references = 1}},
    .name = "_checksum",
    .doc = "Checksums of messages.",
    .methods = methods,
};

__attribute__((visibility("default"))) Object *PyInit__checksum(void) { return PyModuleDef_Init(&module); }
