package launch

// sysMemfdCreate is the number of a system call that package syscall lacks.
const sysMemfdCreate = 279
