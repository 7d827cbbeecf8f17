// Lets its error look like a compiler without memory.
// Where: compile
// Verdict: compile_error
#line 1 "cc1plus: out of memory allocating 65536 bytes after a total of 1 bytes"
#error it is not my fault
