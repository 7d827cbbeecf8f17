// A hundred thousand parentheses, each inside of the one before: the compiler runs out of stack and dies.
// Where: compile
// Verdict: compile_error
#define P (
#define TEN(x) x x x x x x x x x x
int a = TEN(TEN(TEN(TEN(TEN(P))))) 1;
