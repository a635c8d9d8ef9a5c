// Stands for a client of the system's log.
#pragma once

// Logs a message.
void Info(const char* msg);
