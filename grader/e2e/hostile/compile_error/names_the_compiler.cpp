// Lets its error look like one of the compiler driver, whose faults are the grader's.
// Where: compile
// Verdict: compile_error
#line 1 "g++: error: unrecognized command-line option"
#error it is not my fault
