/// Text whose author is not trusted.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Text from student code (messages, compiler output, file names) made safe to print anywhere: valid UTF-8 of
/// at most `cap` characters, the last one "…" when something was cut.
///
/// Invalid UTF-8, control characters (C0 other than newline, DEL, C1), terminal escape sequences,
/// bidirectional overrides and other characters that change how their neighbours look each become U+FFFD. A
/// tab becomes a space, CR LF becomes LF. The openings of a CI runner's commands ("::word" unless a name goes
/// before it, "##[", "##vso[", "##teamcity[") are pulled apart by a space, so no line of ours can begin with
/// one. Cleaning a text twice changes nothing more.
std::string clean(std::string_view untrusted, std::size_t cap);

}  // namespace grader
