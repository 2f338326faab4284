/* Of libxml2, its HTML parser and the tree that it builds. */
#ifndef DRACOBENCH_CXML2_SHIM_H
#define DRACOBENCH_CXML2_SHIM_H

/* Some builds of libxml2 draw in ICU's headers for one field of a structure that nobody here looks
   into; Foundation has an ICU of its own, and Swift takes no two of them. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/tree.h>

/* A variable that holds a function, which Swift takes for unsafe to share. */
static inline void dracobench_xml_free(void *memory) {
    xmlFree(memory);
}

#endif
