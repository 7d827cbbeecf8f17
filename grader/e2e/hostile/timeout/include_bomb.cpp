// Includes itself twice, thirty levels deep.
// Where: compile
// Verdict: timeout
#if __INCLUDE_LEVEL__ < 30
#include __FILE__
#include __FILE__
#endif
