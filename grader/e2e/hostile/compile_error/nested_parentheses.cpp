// A million parentheses, each inside of the one before: the compiler runs out of stack and dies.
// Where: compile
// Verdict: compile_error
#define TEN(x) x x x x x x x x x x
#define OPEN TEN(TEN(TEN(TEN(TEN((((((((((()))))))))))
int a = OPEN 1;
