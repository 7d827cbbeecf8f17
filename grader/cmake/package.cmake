# `make package`: an archive and a Debian package for each of two components. `backprop-grader` grades, and holds no readable solution.
# `backprop-course` adds what kits are made from, solutions included: it is for those who give the course.
execute_process(COMMAND sh -c ". /etc/os-release && echo $ID$VERSION_ID" OUTPUT_VARIABLE system OUTPUT_STRIP_TRAILING_WHITESPACE
                ERROR_QUIET)  # debian12

set(CPACK_PACKAGE_NAME backprop)
set(CPACK_PACKAGE_VENDOR "Backprop by Hand")
set(CPACK_PACKAGE_CONTACT "the teachers of Backprop by Hand <teachers@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Grades hand-written backward passes in C++")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_COMPONENTS_ALL grader course)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_THREADS 0)
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/grader/cmake/cpack.cmake)
set(CPACK_SET_DESTDIR OFF)
set(CPACK_ARCHIVE_GRADER_FILE_NAME backprop-grader-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_ARCHIVE_COURSE_FILE_NAME backprop-course-${PROJECT_VERSION}-${system}-${CMAKE_SYSTEM_PROCESSOR})

# The archives in the package were compiled against one version of xtensor, which changes its types from one to the next.
execute_process(COMMAND dpkg-query -W -f "\${Version}" libxtensor-dev OUTPUT_VARIABLE xtensor ERROR_QUIET)
string(REGEX MATCH "^[0-9]+\\.[0-9]+" xtensor "${xtensor}")
if(NOT xtensor)
  return()  # packages are made on Debian only
endif()
set(packages g++ "libxtensor-dev (>= ${xtensor})" "libxtensor-dev (<< ${xtensor}.99)" libxtensor-blas-dev libopenblas-dev bubblewrap util-linux)
list(JOIN packages ", " CPACK_DEBIAN_GRADER_PACKAGE_DEPENDS)
set(CPACK_DEBIAN_GRADER_PACKAGE_NAME backprop-grader)
set(CPACK_DEBIAN_GRADER_PACKAGE_SUGGESTS nodejs)
set(CPACK_DEBIAN_GRADER_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_GRADER_PACKAGE_CONTROL_EXTRA
    ${PROJECT_SOURCE_DIR}/grader/cmake/debian/postinst ${PROJECT_SOURCE_DIR}/grader/cmake/debian/prerm)
set(CPACK_DEBIAN_COURSE_PACKAGE_NAME backprop-course)
set(CPACK_DEBIAN_COURSE_PACKAGE_DEPENDS "backprop-grader (= ${PROJECT_VERSION}~${system})")
set(CPACK_DEBIAN_COURSE_PACKAGE_RECOMMENDS "cmake, ninja-build, pkg-config, nlohmann-json3-dev, libcli11-dev, libfmt-dev, libssl-dev, libseccomp-dev, zlib1g-dev")
set(CPACK_DEBIAN_PACKAGE_VERSION ${PROJECT_VERSION}~${system})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION education)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_COMPONENT_GRADER_DESCRIPTION "The grader, with assignments and starters; it holds no readable solution.")
set(CPACK_COMPONENT_COURSE_DESCRIPTION "Solutions and sources, from which the grader makes kits: for those who give the course.")
include(CPack)
