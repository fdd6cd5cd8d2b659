// The few words that may stand before a verdict on its line ("Final verdict:", "Gewinner ist", "最终判断："), in
// the languages judges answer in. Closed on purpose: a sentence about the answers is no lead-in, whatever it ends with.

export type VerdictNoun = "choice" | "score";

const nouns: Record<VerdictNoun, { readonly spaced: RegExp; readonly unspaced: RegExp }> = {
  choice: {
    spaced:
      /^(verdict|judge?ment|decision|winner|preference|choice|vote|conclusion|answer|result|better|best|label|ranking|urteil|entscheidung|gewinner|sieger|fazit|ergebnis|wahl|veredicto|decisión|ganadora?|elección|conclusión|resultado|decisão|vencedora?|conclusão|décision|gagnante?|jugement|choix|résultat|verdetto|decisione|vincitore|giudizio|scelta|вердикт|решение|победитель|вывод|выбор|karar|kazanan|werdykt|zwycięzca|oordeel|winnaar|الحكم|القرار|الفائز|निर्णय|फैसला|विजेता)$/u,
    unspaced: /判定|判决|裁决|结论|判断|胜者|胜出|获胜|選擇|选择|結論|判決|勝者|판정|결론|승자|선택/u,
  },
  score: {
    spaced:
      /^(scores?|rating|ratings|grade|mark|points|verdict|result|bewertung|punktzahl|note|punkte|puntuación|puntuaciones|nota|calificación|pontuação|score|évaluation|punteggio|voto|оценка|оценки|баллы|puan|ocena|cijfer|beoordeling)$/u,
    unspaced: /评分|得分|分数|評分|得分|評価|点数|スコア|점수|평가/u,
  },
};

const otherWords =
  /^(so|thus|therefore|hence|here|here's|overall|and|my|our|the|a|final|ultimate|is|are|goes|to|this|here|mein|meine|das|die|der|ist|also|endgültiges?|endgültige|finales?|finale|el|la|le|il|lo|o|es|est|è|é|mi|mon|ma|mio|mia|meu|definitivo|definitiva|최종|最終|最终|définitif|définitive|итоговый|мой|моя|окончательный|окончательное|итоговая|final\.|nihai|ostateczny|النهائي|अंतिम|है)$/u;

/**
 * Whether the text in front of a would-be verdict only announces it: at most five words, one of them a word for
 * what is being given, the others articles and the like.
 */
export function isLeadIn(text: string, noun: VerdictNoun): boolean {
  const words = text
    .toLowerCase()
    .replace(/[:=→,、—–()-]+/g, " ")
    .trim()
    .split(/\s+/);
  const { spaced, unspaced } = nouns[noun];
  if (words.length === 1 && [...words[0]!].length <= 10 && unspaced.test(words[0]!))
    return !/[不非没無]/u.test(words[0]!);
  const named = words.filter((word) => spaced.test(word) || unspaced.test(word)).length;
  return (
    words.length <= 5 &&
    named >= 1 &&
    words.every((word) => spaced.test(word) || unspaced.test(word) || otherWords.test(word))
  );
}
