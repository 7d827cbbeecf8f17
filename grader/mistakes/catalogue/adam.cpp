#include "grader/mistakes/catalogue/moments.hpp"
#include "grader/mistakes/catalogue/wrong_tensors.hpp"

namespace grader::adam_mistakes {

const MistakeRegistration registration{"adam", joined(moment_mistakes(), rarer_moment_mistakes())};

}  // namespace grader::adam_mistakes
