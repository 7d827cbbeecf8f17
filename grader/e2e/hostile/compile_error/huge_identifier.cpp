// An error about a name of a hundred thousand letters.
// Where: compile
// Verdict: compile_error
#define P(a, b) a##b
#define Q(a, b) P(a, b)
#define T(x) Q(Q(Q(x, x), Q(x, x)), Q(Q(x, x), Q(x, x)))
int a = T(T(T(T(T(abc)))));
