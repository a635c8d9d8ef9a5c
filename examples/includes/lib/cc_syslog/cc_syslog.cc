#include "lib/cc_syslog/cc_syslog.h"

#include <cstdio>

void Info(const char* msg) { std::printf("INFO %s\n", msg); }
