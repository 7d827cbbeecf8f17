// Words of a full disk, a missing header and a killed compiler, so that the machine seems to be at fault.
// Where: compile
// Verdict: compile_error
#pragma GCC error "fatal error: error writing to out.o: No space left on device"
#line 1 "g++: fatal error: Killed signal terminated program cc1plus"
#error cc1plus: out of memory allocating 65536 bytes
#line 1 "backprop/relu.hpp: Too many open files"
int a = nonsense;
