declare const unscopedActions: readonly { readonly action: string; readonly reason: string }[];
export default unscopedActions;
