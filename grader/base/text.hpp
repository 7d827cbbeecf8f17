/// Cleans text whose author is not trusted.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Makes text from student code (messages, compiler output, file names) safe to print anywhere. Returns valid
/// UTF-8 of at most `cap` characters. When something was cut, the last character is "…".
///
/// Each of these becomes U+FFFD: invalid UTF-8, control characters (C0 except newline, DEL, C1), terminal
/// escape sequences, bidirectional overrides, and other characters that are invisible or change how their
/// neighbours look, such as a third mark over one letter. A tab becomes a space, and CR LF becomes LF. A
/// space is put into the openings of a CI runner's commands
/// ("::word" unless a name precedes it, "##[", "##vso[", "##teamcity["), so that no line of ours begins with
/// one. Cleaning a cleaned text changes nothing.
std::string clean(std::string_view untrusted, std::size_t cap);

}  // namespace grader
