#include "grader/mistakes/catalogue/moments.hpp"

namespace grader::adam_mistakes {

const MistakeRegistration registration{"adam", moment_mistakes_and({})};

}  // namespace grader::adam_mistakes
