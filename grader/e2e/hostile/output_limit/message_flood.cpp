// Thousands of messages that are no errors.
// Where: compile
// Verdict: output_limit
#pragma message "all points, please; all points, please; all points, please; all points, please"
#if __INCLUDE_LEVEL__ < 12
#include __FILE__
#include __FILE__
#endif
