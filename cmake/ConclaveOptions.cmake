# Language, warnings, sanitizers, compiler cache and linker: everything that holds for every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(CONCLAVE_SANITIZE "" CACHE STRING "Comma-separated list for -fsanitize=; empty for none")
set_property(CACHE CONCLAVE_SANITIZE PROPERTY STRINGS "" "address,undefined" "thread" "address,undefined,fuzzer-no-link")

add_library(conclave_options INTERFACE)
target_include_directories(conclave_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(
  conclave_options
  INTERFACE -pthread -Wall -Wextra -Werror -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
            -Wold-style-cast -Wcast-qual -Woverloaded-virtual -Wextra-semi -Wimplicit-fallthrough -Wno-missing-field-initializers -fno-omit-frame-pointer)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(conclave_options INTERFACE -Wthread-safety -Wthread-safety-beta)
  # A precompiled header that comes from the compiler cache is older than the headers in it.
  target_compile_options(conclave_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()

if(CONCLAVE_SANITIZE)
  add_compile_options(-fsanitize=${CONCLAVE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${CONCLAVE_SANITIZE})
  if(CONCLAVE_SANITIZE MATCHES "thread")
    add_compile_definitions(CONCLAVE_STD_MUTEX GRPC_TSAN_SUPPRESSED)
    set(tsan_ignore ${CMAKE_CURRENT_LIST_DIR}/tsan_ignore.txt)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tsan_ignore})
    # Neither ninja nor ccache knows that objects depend on the list: its hash makes them.
    file(MD5 ${tsan_ignore} tsan_ignore_hash)
    add_compile_options(-fsanitize-ignorelist=${tsan_ignore} -DCONCLAVE_TSAN_IGNORE=0x${tsan_ignore_hash})
  else()
    add_compile_definitions(GRPC_ASAN_SUPPRESSED)
  endif()
endif()

find_program(CONCLAVE_CCACHE ccache)
if(CONCLAVE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness is what lets it keep precompiled headers and what is compiled with them.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_SLOPPINESS=pch_defines,time_macros
                                  ${CONCLAVE_CCACHE})
endif()
find_program(CONCLAVE_LLD ld.lld)
if(CONCLAVE_LLD)
  add_link_options(-fuse-ld=lld)
endif()
