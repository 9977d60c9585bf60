/* Loaded before libvulkan: Vulkan drivers that draw in software call themselves graphics cards.
 *
 * mpv 0.35 takes no software driver for Vulkan and has no option for it. The offsets are those of
 * the device's type in VkPhysicalDeviceProperties and, behind a header, VkPhysicalDeviceProperties2.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

enum { TYPE = 4, TYPE_2 = 8, INTEGRATED = 1, CPU = 4 };

typedef void (*function)(void);
typedef function (*finder)(void *instance, const char *name);

static void (*properties)(void *device, uint32_t *out);
static void (*properties_2)(void *device, uint32_t *out);

static void as_card(void *device, uint32_t *out)
{
    properties(device, out);
    if (out[TYPE] == CPU)
        out[TYPE] = INTEGRATED;
}

static void as_card_2(void *device, uint32_t *out)
{
    properties_2(device, out);
    if (out[TYPE_2] == CPU)
        out[TYPE_2] = INTEGRATED;
}

function vkGetInstanceProcAddr(void *instance, const char *name)
{
    finder real = (finder)dlsym(RTLD_NEXT, "vkGetInstanceProcAddr");
    function found = real(instance, name);
    if (!found)
        return found;
    if (!strcmp(name, "vkGetInstanceProcAddr"))
        return (function)vkGetInstanceProcAddr;
    if (!strcmp(name, "vkGetPhysicalDeviceProperties")) {
        properties = (void (*)(void *, uint32_t *))found;
        return (function)as_card;
    }
    if (!strncmp(name, "vkGetPhysicalDeviceProperties2", 30)) {
        properties_2 = (void (*)(void *, uint32_t *))found;
        return (function)as_card_2;
    }
    return found;
}
