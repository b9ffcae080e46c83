export const read = () => document.title;
