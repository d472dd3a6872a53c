export function FilesView() {
  return null
}
