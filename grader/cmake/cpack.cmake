# CPack reads this for each kind of package. A Debian package has its place; an archive has bin/, lib/ and share/ and is unpacked anywhere.
if(CPACK_GENERATOR STREQUAL DEB)
  set(CPACK_PACKAGING_INSTALL_PREFIX /opt/backprop)
endif()
