// Lets its error look like a compiler that is not there.
// Where: compile
// Verdict: compile_error
#line 1 "g++: fatal error: cannot execute 'cc1plus': execvp: No such file or directory"
#error it is not my fault
