// Leaves a gap of a petabyte in a section.
// Where: compile
// Verdict: compile_error
asm(".data\n.org 1 << 50\n.byte 1\n.text");
