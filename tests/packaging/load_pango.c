/* Loads libraries on Windows as cffi and WeasyPrint do, and calls into Pango.

   load_pango NAME...   with the variables that lab1report.editions.pdf.native sets

   cffi completes no name with a dot by .dll, and asks ctypes.util.find_library, which searches PATH;
   WeasyPrint adds the folders of WEASYPRINT_DLL_DIRECTORIES and loads with
   LOAD_LIBRARY_SEARCH_DEFAULT_DIRS. Prints a line for each, ends with 1 where one fails. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#ifndef LOAD_LIBRARY_SEARCH_DEFAULT_DIRS
#define LOAD_LIBRARY_SEARCH_DEFAULT_DIRS 0x1000
#endif

typedef const char *(*Version)(void);
typedef void *(*New)(void);

static void each(const char *variable, int (*use)(const char *folder, void *to), void *to) {
    const char *value = getenv(variable);
    char *copy = _strdup(value ? value : ""), *folder;
    for (folder = strtok(copy, ";"); folder; folder = strtok(NULL, ";"))
        if (use(folder, to)) break;
    free(copy);
}

static int add(const char *folder, void *unused) {
    wchar_t wide[MAX_PATH];
    (void)unused;
    if (MultiByteToWideChar(CP_UTF8, 0, folder, -1, wide, MAX_PATH)) AddDllDirectory(wide);
    return 0;
}

struct search { const char *name; char found[MAX_PATH]; };

static int look(const char *folder, void *to) {
    struct search *search = to;
    snprintf(search->found, MAX_PATH, "%s\\%s.dll", folder, search->name);
    if (GetFileAttributesA(search->found) != INVALID_FILE_ATTRIBUTES) return 1;
    search->found[0] = 0;
    return 0;
}

static HMODULE load(const char *name) {
    struct search search = {name, ""};
    HMODULE module = NULL;
    each("PATH", look, &search);
    if (search.found[0])
        module = LoadLibraryExA(search.found, NULL, LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    printf("%s: %s\n", name, module ? "loaded" : search.found[0] ? "not loaded" : "not found");
    return module;
}

int main(int count, char **names) {
    HMODULE pango = NULL, pangoft2 = NULL;
    int failed = 0, i;
    each("WEASYPRINT_DLL_DIRECTORIES", add, NULL);
    for (i = 1; i < count; i++) {
        HMODULE module = load(names[i]);
        if (!module) failed = 1;
        if (!strncmp(names[i], "pango-", 6)) pango = module;
        if (!strncmp(names[i], "pangoft2-", 9)) pangoft2 = module;
    }
    if (pango) {
        Version version = (Version)(void *)GetProcAddress(pango, "pango_version_string");
        printf("Pango %s\n", version ? version() : "?");
    }
    if (pangoft2) {
        New map = (New)(void *)GetProcAddress(pangoft2, "pango_ft2_font_map_new");
        printf("font map: %s\n", map && map() ? "made" : "not made");
    }
    fflush(stdout);
    return failed;
}
