#pragma once
#include <string>

namespace grader {

/// Before the work that ends in `file` is begun, since a result that cannot be written would be lost: throws InputError when its folder
/// does not exist or it is a folder itself. "" and "-" are no files and always in order.
void require_writable_place(const std::string& file);

}  // namespace grader
