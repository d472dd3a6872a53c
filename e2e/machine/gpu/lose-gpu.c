/* A Vulkan layer that loses the device: as long as the file is there that LOSE_GPU names, nothing that is handed to the GPU is
   taken (VK_ERROR_DEVICE_LOST), as after a reset or a driver that crashed. What it needs of Vulkan's headers is written out. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int32_t Result;
typedef void (*Function)(void);
typedef Function (*GetProc)(void *, const char *);

/* vk_layer.h */
typedef struct Link { struct Link *next; GetProc get_instance_proc, get_device_proc; } Link;
typedef struct ChainInfo { int32_t type; const struct ChainInfo *next; int32_t function; Link *link; } ChainInfo;
enum { INSTANCE_CHAIN = 47, DEVICE_CHAIN = 48, LINK_INFO = 0, INITIALIZATION_FAILED = -3, DEVICE_LOST = -4 };

static GetProc next_instance_proc, next_device_proc;
static void *instance_made;

static ChainInfo *link_of(const ChainInfo *info, int32_t type) {
  for (info = info->next; info; info = info->next)
    if (info->type == type && info->function == LINK_INFO) return (ChainInfo *)info;
  return NULL;
}

static int lost(void) {
  const char *file = getenv("LOSE_GPU");
  return file && access(file, F_OK) == 0;
}

typedef Result (*CreateInstance)(const ChainInfo *, const void *, void **);
static Result create_instance(const ChainInfo *info, const void *allocator, void **instance) {
  ChainInfo *chain = link_of(info, INSTANCE_CHAIN);
  if (!chain) return INITIALIZATION_FAILED;
  next_instance_proc = chain->link->get_instance_proc;
  chain->link = chain->link->next;
  Result result = ((CreateInstance)next_instance_proc(NULL, "vkCreateInstance"))(info, allocator, instance);
  if (result == 0) instance_made = *instance;
  return result;
}

typedef Result (*CreateDevice)(void *, const ChainInfo *, const void *, void **);
static Result create_device(void *physical, const ChainInfo *info, const void *allocator, void **device) {
  ChainInfo *chain = link_of(info, DEVICE_CHAIN);
  if (!chain) return INITIALIZATION_FAILED;
  GetProc get_instance_proc = chain->link->get_instance_proc;
  next_device_proc = chain->link->get_device_proc;
  chain->link = chain->link->next;
  return ((CreateDevice)get_instance_proc(instance_made, "vkCreateDevice"))(physical, info, allocator, device);
}

typedef Result (*QueueSubmit)(void *, uint32_t, const void *, uint64_t);
static QueueSubmit next_submit;
static Result queue_submit(void *queue, uint32_t count, const void *submits, uint64_t fence) {
  return lost() ? DEVICE_LOST : next_submit(queue, count, submits, fence);
}

Function lose_gpu_device_proc(void *device, const char *name) {
  if (strcmp(name, "vkGetDeviceProcAddr") == 0) return (Function)lose_gpu_device_proc;
  Function next = next_device_proc(device, name);
  if (strcmp(name, "vkQueueSubmit") != 0) return next;
  next_submit = (QueueSubmit)next;
  return (Function)queue_submit;
}

Function lose_gpu_instance_proc(void *instance, const char *name) {
  if (strcmp(name, "vkGetInstanceProcAddr") == 0) return (Function)lose_gpu_instance_proc;
  if (strcmp(name, "vkCreateInstance") == 0) return (Function)create_instance;
  if (strcmp(name, "vkCreateDevice") == 0) return (Function)create_device;
  if (strcmp(name, "vkGetDeviceProcAddr") == 0) return (Function)lose_gpu_device_proc;
  return instance ? next_instance_proc(instance, name) : NULL;
}
