/** Parts of a canonical GPU id; `null` = not known. A slice or virtual GPU has its own part and is never added to whole GPUs. */
export type GpuId = {
  vendor: string | null;
  family: string | null;
  formFactor: string | null;
  memoryGb: number | null;
  /** `mig-1g10`, `vgpu-4q`, `part-1of6`; `null` = a whole GPU */
  slice: string | null;
};

const ID = /^([a-z0-9]+|\?)\/([a-z0-9]+|\?)-([a-z0-9]+|\?)-([1-9]\d*|\?)(?:\/([a-z]+-[a-z0-9?]+))?$/;

/** Parts of the text of an id, or `null` when it is not one: `nvidia/h100-?-80`, `nvidia/a100-sxm-80/mig-1g10`. */
export function parseGpuId(text: string): GpuId | null {
  const match = ID.exec(text);
  if (!match) return null;
  const part = (place: number) => (match[place] === '?' ? null : (match[place] as string));
  return {
    vendor: part(1),
    family: part(2),
    formFactor: part(3),
    memoryGb: part(4) === null ? null : Number(match[4]),
    slice: match[5] ?? null,
  };
}

/** Text of an id: `vendor/family-formfactor-memGB`, `?` for unknown parts, the slice behind a stroke (domain.md 1.5). */
export function formatGpuId({ vendor, family, formFactor, memoryGb, slice }: GpuId): string {
  const whole = `${vendor ?? '?'}/${family ?? '?'}-${formFactor ?? '?'}-${memoryGb ?? '?'}`;
  return slice === null ? whole : `${whole}/${slice}`;
}

/** Whether all parts of an id are known. */
export function isComplete(id: GpuId): boolean {
  return id.vendor !== null && id.family !== null && id.formFactor !== null && id.memoryGb !== null && !id.slice?.includes('?');
}

/** Whether an id fits a partial one: every known part is equal. A whole GPU never fits a slice, nor a slice a whole GPU. */
export function fitsGpuId(pattern: GpuId, id: GpuId): boolean {
  const fits = <Part>(wanted: Part | null, found: Part | null) => wanted === null || wanted === found;
  const slices =
    pattern.slice === id.slice || (pattern.slice?.endsWith('-?') === true && id.slice?.startsWith(pattern.slice.slice(0, -1)) === true);
  return (
    slices &&
    fits(pattern.vendor, id.vendor) &&
    fits(pattern.family, id.family) &&
    fits(pattern.formFactor, id.formFactor) &&
    fits(pattern.memoryGb, id.memoryGb)
  );
}
