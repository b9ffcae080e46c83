export async function send(id: string) {
  const answer = await fetch("/send/" + id);
  return answer.ok;
}
