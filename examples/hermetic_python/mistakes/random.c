// The extension module mistakes._random. The call getrandom is in the C library since 2.25.

#include <stddef.h>
#include <stdint.h>
#include <sys/random.h>

typedef struct Object Object;
typedef intptr_t Size;

typedef struct {
  struct {
    Size references;
    void *type;
  } head;
  Object *(*init)(void);
  Size index;
  Object *copy;
  const char *name, *doc;
  Size size;
  void *methods, *slots, *traverse, *clear, *free;
} Module;

typedef struct {
  const char *name;
  Object *(*call)(Object *self, Object *argument);
  int flags;
  const char *doc;
} Method;

enum { kOneArgument = 0x0008 };

extern Object *PyModuleDef_Init(Module *module);
extern Object *PyLong_FromLong(long value);

static Object *Two(Object *self, Object *argument) {
  (void)self;
  (void)argument;
  uint16_t number = 0;
  if (getrandom(&number, sizeof number, 0) != sizeof number) return PyLong_FromLong(-1);
  return PyLong_FromLong(number);
}

static Method methods[] = {{"two", Two, kOneArgument, NULL}, {NULL, NULL, 0, NULL}};

static Module module = {.head = {.references = 1}, .name = "_random", .methods = methods};

__attribute__((visibility("default"))) Object *PyInit__random(void) { return PyModuleDef_Init(&module); }
