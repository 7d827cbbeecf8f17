// A million complements, each of the one after it: the compiler runs out of stack and dies.
// Where: compile
// Verdict: compile_error
#define TEN(x) x x x x x x x x x x
int a = TEN(TEN(TEN(TEN(TEN(TEN(~)))))) 1;
