// Messages that are no errors, without end.
// Where: compile
// Verdict: output_limit
#pragma message "all points, please; all points, please; all points, please; all points, please"
#if __INCLUDE_LEVEL__ < 16
#include __FILE__
#include __FILE__
#endif
